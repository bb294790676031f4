import { describe, expect, test } from "vitest";
import { draw } from "../../bench/chart.ts";
import { distributionOf, linesOf, type Picture } from "../../bench/picture.ts";
import { Recorder } from "../../bench/record.ts";

const PNG = [0x89, 0x50, 0x4e, 0x47];
const many = Array.from({ length: 10_000 }, (_, place) => 1 + place / 100);

const PICTURES: readonly Picture[] = [
  {
    type: "distribution",
    title: "Ten thousand",
    unit: "ms",
    curves: Array.from({ length: 10 }, (_, curve) => distributionOf(`curve ${curve}`, many)),
    marks: [{ name: "printed", x: 35, y: 50 }],
  },
  {
    type: "lines",
    title: "Rate by size",
    xName: "outstanding",
    yName: "commits/s",
    xLog: true,
    curves: [
      {
        name: "3 nodes",
        points: [
          [1, 1000],
          [16, 9000],
          [1024, 70_000],
        ],
      },
    ],
  },
  { type: "bars", title: "CPU", unit: "% of a core", bars: [{ name: "idle", value: 2.5 }] },
];

describe("a picture", () => {
  test.each(PICTURES)("of $type is drawn as SVG with its names in it, and as PNG", async (picture) => {
    const { svg, png } = await draw(picture);
    expect(svg.startsWith("<svg ")).toBe(true);
    expect(svg).toContain(picture.title);
    for (const { name } of picture.type === "bars" ? picture.bars : picture.curves) expect(svg).toContain(`>${name}<`);
    expect(svg).not.toContain("NaN");
    expect(svg.length).toBeLessThan(60_000);
    expect([...png.slice(0, 4)]).toEqual(PNG);
    expect(png.length).toBeGreaterThan(5_000);
  });

  test("is drawn the same again", async () => {
    const [picture] = PICTURES;
    if (picture === undefined) throw new Error("none");
    const ids = /zr\d+|-?cls-\d+/g;
    const [one, other] = [await draw(picture), await draw(picture)];
    expect(other.svg.replace(ids, "")).toBe(one.svg.replace(ids, ""));
  });
});

describe("what is drawn", () => {
  test("of a distribution are few points, that rise from the least to all, with the tail in them", () => {
    const { points } = distributionOf("x", many);
    expect(points.length).toBeLessThan(130);
    expect(points[0]).toEqual([1, 0.01]);
    expect(points.at(-1)).toEqual([100.99, 100]);
    expect(points.at(-2)?.[0]).toBeCloseTo(100.98, 2);
    for (const [place, [x, y]] of points.entries()) {
      expect(x).toBeGreaterThanOrEqual(points[place - 1]?.[0] ?? 0);
      expect(y).toBeGreaterThan(points[place - 1]?.[1] ?? 0);
    }
  });

  test("of a single sample is that one", () => {
    expect(distributionOf("x", [5]).points).toEqual([[5, 100]]);
  });

  test("of cases with a place are lines, in the order of x", () => {
    const record = new Recorder();
    for (const x of [16, 1]) record.rate(`r${x}`, "c/s", x * 10, { better: "more", place: { line: "3", x } });
    record.rate("elsewhere", "c/s", 7, { better: "more" });
    const curves = linesOf(record.recorded, (one) => ("rate" in one ? one.rate : null));
    expect(curves).toEqual([
      {
        name: "3",
        points: [
          [1, 10],
          [16, 160],
        ],
      },
    ]);
  });
});
