package dev.fovea.zoo;

import java.util.Arrays;
import java.util.List;

/// The ten digits drawn on 7 × 12 pixels, ink 1 and paper −1: the 840 fixed numbers of LeNet-5's output. Digits
/// that look alike have codes that are alike, so the codes of confused pairs are near.
///
/// The paper shows such pictures of all of ASCII (figure 3) without printing their numbers; these are drawn anew.
final class DigitCodes {
    /// Pixels of a digit.
    static final int LENGTH = 7 * 12;

    private static final String DIGITS =
            """
            .......  .......  .......  .......  .......  .......  .......  .......  .......  .......
            ..###..  ...#...  .#####.  .#####.  ....##.  #######  ..####.  #######  .#####.  .#####.
            .#...#.  ..##...  #.....#  #.....#  ...#.#.  #......  .#.....  ......#  #.....#  #.....#
            #.....#  .#.#...  ......#  ......#  ..#..#.  #......  #......  ......#  #.....#  #.....#
            #.....#  ...#...  ......#  ......#  .#...#.  #......  #......  .....#.  #.....#  #.....#
            #.....#  ...#...  .....#.  ..####.  #....#.  ######.  #.####.  ....#..  .#####.  .######
            #.....#  ...#...  ....#..  ......#  #....#.  ......#  ##....#  ....#..  #.....#  ......#
            #.....#  ...#...  ...#...  ......#  #######  ......#  #.....#  ...#...  #.....#  ......#
            #.....#  ...#...  ..#....  ......#  .....#.  ......#  #.....#  ...#...  #.....#  ......#
            .#...#.  ...#...  .#.....  #.....#  .....#.  #.....#  #.....#  ...#...  #.....#  .....#.
            ..###..  .#####.  #######  .#####.  .....#.  .#####.  .#####.  ...#...  .#####.  .####..
            .......  .......  .......  .......  .......  .......  .......  .......  .......  .......
            """;

    private DigitCodes() {}

    /// For 0 to 9, row by row from the top.
    static List<String> codes() {
        StringBuilder[] codes = new StringBuilder[10];
        Arrays.setAll(codes, _ -> new StringBuilder());
        DIGITS.lines().forEach(row -> {
            String[] pieces = row.split(" +");
            for (int digit = 0; digit < codes.length; digit++) {
                codes[digit].append(pieces[digit].replace('#', '+').replace('.', '-'));
            }
        });
        return Arrays.stream(codes).map(StringBuilder::toString).toList();
    }
}
