/**
 * Pictures as SVG and PNG. Law: what draws them is loaded only here and only when a picture is wanted, since users of the package
 * do not have it; and a chart is disposed of, or the process would never end.
 */
import { createRequire } from "node:module";
import type { EChartsOption, LineSeriesOption, ScatterSeriesOption } from "echarts";
import type { Curve, Mark, Picture } from "./picture.ts";

export interface DrawnPicture {
  readonly svg: string;
  readonly png: Uint8Array;
}

const WIDTH = 860;
const PLOT_HEIGHT = 360;
const TOP = 56;
const BOTTOM = 48;
const LEGEND_ROW = 20;
const PUBLISHED = "printed in the Raft paper";
const FONT = "DejaVu Sans";
/** Told apart also by those who see few colours (Okabe and Ito). */
const COLORS = [
  "#0072b2",
  "#d55e00",
  "#009e73",
  "#cc79a7",
  "#56b4e9",
  "#e69f00",
  "#000000",
  "#999999",
  "#7a5195",
  "#8c6d31",
];
/** From there on a linear axis shows no more than its right half. */
const LOG_FROM = 20;

export async function draw(picture: Picture): Promise<DrawnPicture> {
  const svg = await drawSvg(picture);
  const { Resvg } = await import("@resvg/resvg-js");
  const file = createRequire(import.meta.url).resolve("dejavu-fonts-ttf/ttf/DejaVuSans.ttf");
  const font = { fontFiles: [file], loadSystemFonts: false, defaultFontFamily: FONT };
  return { svg, png: new Resvg(svg, { font, background: "#ffffff" }).render().asPng() };
}

async function drawSvg(picture: Picture): Promise<string> {
  const { init } = await import("echarts");
  const rows = picture.type === "bars" ? 0 : legendRows(picture.curves, picture.marks ?? []);
  const size = { width: WIDTH, height: TOP + PLOT_HEIGHT + BOTTOM + rows * LEGEND_ROW };
  const chart = init(null, null, { renderer: "svg", ssr: true, ...size });
  try {
    chart.setOption(optionsOf(picture, rows));
    return withoutHover(chart.renderToSVGString());
  } finally {
    chart.dispose();
  }
}

/** What a picture in a document has no use for, and what is numbered anew in each. */
const withoutHover = (svg: string): string =>
  svg.replace(/<style[^>]*>[\s\S]*?<\/style>/g, "").replace(/ class="[^"]*"/g, "");

const legendRows = (curves: readonly Curve[], marks: readonly Mark[]): number =>
  Math.ceil((curves.length + (marks.length > 0 ? 1 : 0)) / 2);

/** Two a row, at fixed places: without a screen the width of a text can only be guessed. */
const legendAt = (top: number) => (name: string, place: number) => ({
  data: [name],
  left: 40 + (place % 2) * (WIDTH / 2 - 20),
  top: top + Math.floor(place / 2) * LEGEND_ROW,
  itemWidth: 18,
  itemHeight: 8,
  textStyle: { fontSize: 10.5, fontFamily: FONT },
});

function optionsOf(picture: Picture, rows: number): EChartsOption {
  const grid = { left: 76, right: 36, top: TOP, bottom: BOTTOM + rows * LEGEND_ROW + 12 };
  const common: EChartsOption = {
    animation: false,
    backgroundColor: "#ffffff",
    textStyle: { fontFamily: FONT, fontSize: 12 },
    color: COLORS,
    title: { text: picture.title, left: "center", top: 12, textStyle: { fontSize: 15, fontFamily: FONT } },
    grid,
  };
  if (picture.type === "bars") return { ...common, ...bars(picture) };
  const { curves, marks = [] } = picture;
  const published = marks.length > 0 ? [PUBLISHED] : [];
  const legend = [...curves.map(({ name }) => name), ...published].map(legendAt(TOP + PLOT_HEIGHT + BOTTOM));
  const series = [...curves.map(lineOf(picture.type === "lines")), ...(marks.length > 0 ? [pointsOf(marks)] : [])];
  return { ...common, legend, series, ...axes(picture) };
}

function bars({ unit, bars: all }: Extract<Picture, { type: "bars" }>): EChartsOption {
  return {
    grid: { left: 300, right: 80, top: TOP, bottom: BOTTOM },
    xAxis: { type: "value", name: unit, nameLocation: "middle", nameGap: 28 },
    yAxis: {
      type: "category",
      inverse: true,
      data: all.map(({ name }) => name),
      axisLabel: { width: 280, overflow: "break" },
    },
    series: [
      {
        type: "bar",
        data: all.map(({ value }) => value),
        barMaxWidth: 28,
        label: { show: true, position: "right", fontFamily: FONT, formatter: ({ value }) => short(Number(value)) },
      },
    ],
  };
}

const lineOf =
  (hasSymbols: boolean) =>
  ({ name, points }: Curve): LineSeriesOption => ({
    type: "line",
    name,
    data: points.map(([x, y]) => [x, y]),
    showSymbol: hasSymbols,
    symbol: "circle",
    symbolSize: 5,
    lineStyle: { width: 1.6 },
  });

function pointsOf(marks: readonly Mark[]): ScatterSeriesOption {
  return {
    type: "scatter",
    name: PUBLISHED,
    symbol: "diamond",
    symbolSize: 10,
    color: "#000000",
    data: marks.map(({ name, x, y }) => ({ name, value: [x, y] })),
    label: { show: true, position: "right", fontSize: 10, fontFamily: FONT, formatter: ({ name }) => name },
  };
}

function axes(picture: Exclude<Picture, { type: "bars" }>): Pick<EChartsOption, "xAxis" | "yAxis"> {
  const xs = picture.curves.flatMap(({ points }) => points.map(([x]) => x));
  if (picture.type === "distribution") {
    const xAxis = axis(picture.unit, isWide(xs), xs);
    const yAxis = { type: "value" as const, name: "% of trials", min: 0, max: 100 };
    return { xAxis: { ...xAxis, ...below }, yAxis };
  }
  const ys = picture.curves.flatMap(({ points }) => points.map(([, y]) => y));
  const { xName, yName, xLog = false, yLog = false } = picture;
  return { xAxis: { ...axis(xName, xLog, xs), ...below }, yAxis: axis(yName, yLog, ys) };
}

const below = { nameLocation: "middle" as const, nameGap: 28 };

function axis(name: string, isLog: boolean, values: readonly number[]) {
  const label = { axisLabel: { formatter: (value: number) => short(value), fontFamily: FONT } };
  if (!isLog) return { type: "value" as const, name, min: 0, ...label };
  const positive = values.filter((value) => value > 0);
  const powers = positive.map((value) => Math.log10(value));
  const min = 10 ** Math.floor(Math.min(...powers, 0));
  const max = 10 ** Math.ceil(Math.max(...powers));
  return {
    type: "log" as const,
    name,
    min: positive.length > 0 ? leastOf(positive, min) : 1,
    max: Math.max(max, 10),
    ...label,
  };
}

/** A whole power below the least. */
const leastOf = (values: readonly number[], floor: number): number =>
  Math.max(floor, 10 ** Math.floor(Math.log10(Math.min(...values))));

const isWide = (values: readonly number[]): boolean => {
  const least = Math.min(...values);
  return least > 0 && Math.max(...values) / least > LOG_FROM;
};

function short(value: number): string {
  if (value >= 1000 && value % 1000 === 0) return `${value / 1000}k`;
  return value >= 10_000 ? `${(value / 1000).toFixed(1)}k` : String(Number(value.toPrecision(3)));
}
