@echo off
rem Starts Fovea: finds a JDK, builds when sources changed, runs. FOVEA_JAVA_OPTS is passed to java.
setlocal EnableExtensions DisableDelayedExpansion
set "home=%~dp0"
if "%home:~-1%"=="\" set "home=%home:~0,-1%"

rem ---- A JDK of 25.0.3 or later (G1 could move pinned arrays before)
set "jdk="
set "found="
if defined JAVA_HOME call :consider "%JAVA_HOME%"
if not defined jdk for %%J in (javac.exe) do if not "%%~$PATH:J"=="" for %%B in ("%%~dp$PATH:J..") do call :consider "%%~fB"
for %%R in ("%ProgramFiles%\Eclipse Adoptium" "%ProgramFiles%\Java" "%ProgramFiles%\Microsoft" "%ProgramFiles%\Zulu" "%ProgramFiles%\Amazon Corretto" "%ProgramFiles%\BellSoft" "%USERPROFILE%\.jdks") do (
    if not defined jdk if exist "%%~R\" for /d %%D in ("%%~R\*") do if not defined jdk call :consider "%%~D"
)
if not defined jdk (
    if not defined found set "found= none"
    goto :no_jdk
)

rem ---- Flags: see the comments in the script fovea
if "%major%"=="25" (
    set "vector=--add-exports java.base/jdk.internal.module=ALL-UNNAMED --add-exports java.base/jdk.internal.misc=ALL-UNNAMED"
) else (
    set "vector=--add-modules jdk.incubator.vector"
)
set "flags=%vector% -XX:+UseSerialGC -Xmn32m -XX:PretenureSizeThreshold=1m -XX:MaxRAMPercentage=70 -XX:+UseCountedLoopSafepoints -XX:LoopStripMiningIter=1000 -Xlog:disable -Xlog:all=warning,aot*=off,cds*=off:stderr"

rem ---- Build, when sources changed
set "builds=%home%\target\launcher"
rem What the command is made of.
set "modules=core formats explain lab learn app"
call :is_built
if errorlevel 1 (
    call :build
    if errorlevel 1 exit /b 1
)

rem ---- Run
set "cache="
if exist "%run%\aot" set cache="-XX:AOTCache=%run%\aot"
"%jdk%\bin\java.exe" %flags% %FOVEA_JAVA_OPTS% %cache% -cp "%run%\lib\*" dev.fovea.app.Main %*
exit /b %errorlevel%

:no_jdk
>&2 echo fovea: needs a JDK of 25.0.3 or later, found%found% (looked in JAVA_HOME, PATH and the usual folders).
>&2 echo fovea: Install one, such as Temurin 25 from https://adoptium.net, and set JAVA_HOME to its folder.
exit /b 1

rem Sets jdk and major when the folder holds a JDK that is recent enough.
:consider
if not exist "%~1\bin\javac.exe" exit /b 0
if not exist "%~1\release" exit /b 0
set "version="
for /f "usebackq tokens=2 delims==" %%V in (`findstr /b "JAVA_VERSION=" "%~1\release"`) do set "version=%%~V"
if not defined version exit /b 0
set "major=0"
set "minor=0"
set "patch=0"
for /f "tokens=1-3 delims=.+-_" %%A in ("%version%") do (
    set "major=%%A"
    if not "%%B"=="" set "minor=%%B"
    if not "%%C"=="" set "patch=%%C"
)
if %major% GTR 25 goto :recent
if %major% LSS 25 goto :old
if %minor% GTR 0 goto :recent
if %patch% GEQ 3 goto :recent
:old
set "found=%found% %version% in %~1;"
exit /b 0
:recent
set "jdk=%~1"
exit /b 0

rem Sets run to the folder of the newest build; 1 when there is none or sources are newer.
:is_built
set "run="
if not exist "%builds%\current" exit /b 1
set /p run=<"%builds%\current"
set "run=%builds%\%run%"
if not exist "%run%\stamp" exit /b 1
set "FOVEA_HOME_=%home%"
set "FOVEA_STAMP_=%run%\stamp"
set "FOVEA_MODULES_=%modules%"
powershell -NoProfile -NonInteractive -Command "$s = (Get-Item -LiteralPath $env:FOVEA_STAMP_).LastWriteTimeUtc; $h = $env:FOVEA_HOME_; $p = @('pom.xml') + ($env:FOVEA_MODULES_ -split ' ' | ForEach-Object { ($_ + '\pom.xml'), ($_ + '\src\main') }) | ForEach-Object { Join-Path $h $_ }; $n = @(Get-Item -LiteralPath $p) + @(Get-ChildItem -LiteralPath $p -Recurse) | Where-Object { $_.LastWriteTimeUtc -gt $s } | Select-Object -First 1; if ($n) { exit 1 }"
exit /b %errorlevel%

:build
where mvn >nul 2>&1
if errorlevel 1 (
    >&2 echo fovea: needs Maven to build, found no mvn on PATH.
    >&2 echo fovea: Install it: winget install Apache.Maven, or https://maven.apache.org/install.html
    exit /b 1
)
>&2 echo fovea: building, as after each change of the sources; the first time it downloads about 85 MB
set "id=run.%RANDOM%%RANDOM%%RANDOM%"
set "scratch=target/launcher-build.%id%"
set "run=%builds%\%id%"
mkdir "%run%" 2>nul
if not exist "%run%\" (
    >&2 echo fovea: cannot write to %builds%: building needs a writable checkout.
    exit /b 1
)
type nul > "%run%\stamp"
set "JAVA_HOME=%jdk%"
call :commit
call mvn -B -q -ntp -f "%home%\pom.xml" -pl app -am -Dquick "-Dbuild.folder=%scratch%" "-Dbuild.commit=%commit%" package > "%run%\log" 2>&1 < nul
if errorlevel 1 (
    >&2 type "%run%\log"
    >&2 echo fovea: the build failed: see above.
    exit /b 1
)
move "%home%\app\target\launcher-build.%id%\fovea\lib" "%run%\lib" >nul || exit /b 1
for %%m in (%modules%) do rmdir /s /q "%home%\%%m\target\launcher-build.%id%" 2>nul
> "%builds%\current.%id%" echo %id%
move /y "%builds%\current.%id%" "%builds%\current" >nul || exit /b 1
rem Lets the JVM write down what a start loads, for the next starts. Nothing depends on it.
"%jdk%\bin\java.exe" %flags% "-XX:AOTCacheOutput=%run%\aot" -cp "%run%\lib\*" dev.fovea.app.Main --help >nul 2>&1
exit /b 0

rem Sets commit to what is built; empty without a repository, or in one that lies around unpacked sources.
:commit
set "commit="
if not exist "%home%\.git" exit /b 0
for /f "usebackq delims=" %%C in (`git -C "%home%" describe --always --dirty --abbrev^=12 --exclude^=* 2^>nul`) do set "commit=%%C"
exit /b 0
