// What every page needs: the language, light or dark, and small tools that the other scripts share under `fovea`.
'use strict';
window.fovea = { data: {} };
(() => {
  const root = document.documentElement;
  const keep = (name, value) => { try { localStorage.setItem(name, value); } catch { /* a page may keep nothing */ } };
  const kept = name => { try { return localStorage.getItem(name); } catch { return null; } };
  const asked = new URLSearchParams(location.search).get('lang');
  root.lang = asked === 'zh' || asked === 'en' ? asked
    : kept('language') || ((navigator.language || '').startsWith('zh') ? 'zh' : 'en');
  root.dataset.light = kept('light') || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');

  fovea.chinese = () => root.lang === 'zh';
  fovea.language = language => {
    root.lang = language;
    keep('language', language);
    document.dispatchEvent(new Event('language'));
  };

  document.addEventListener('DOMContentLoaded', () => {
    const title = document.querySelector('title');
    const english = title.textContent;
    const name = () => { document.title = fovea.chinese() ? title.dataset.zh : english; };
    document.addEventListener('language', name);
    name();
    document.getElementById('language').onclick = () => fovea.language(fovea.chinese() ? 'en' : 'zh');
    document.getElementById('light').onclick = () => {
      root.dataset.light = root.dataset.light === 'dark' ? 'light' : 'dark';
      keep('light', root.dataset.light);
      document.dispatchEvent(new Event('light'));
    };
    // A page that stands alone has no list of pages.
    const pages = document.getElementById('pages');
    if (pages && matchMedia('(max-width: 800px)').matches) {
      pages.open = false;
    }
  });
})();
