#!/usr/bin/env python3
"""Draws what `kith-sim scale` measured: docs/scale/*.json in; docs/scale/*.svg and the table of docs/scale.md out.

`tools/plot_scale.py [FOLDER]`. Plain SVG, with colours for light and for dark; nothing but the
standard library. Three figures are what a person pays beside how many people there are, one is how
soon a message can be read.
"""

import json
import math
import sys
from pathlib import Path

WIDTH, HEIGHT = 720, 400
LEFT, RIGHT, TOP, BOTTOM = 76, 150, 46, 62
HUES = ["#1f6feb", "#c2410c", "#15803d", "#9333ea"]
HUES_DARK = ["#79b8ff", "#ffab70", "#7ee2a8", "#d2a8ff"]
STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#24292f}.title{font-size:16px;font-weight:600}"
    ".axis{stroke:#57606a;fill:none}.grid{stroke:#d0d7de;fill:none}"
    + "".join(f".l{i}{{stroke:{hue};fill:none;stroke-width:2.5}}.d{i}{{fill:{hue}}}" for i, hue in enumerate(HUES))
    + "@media(prefers-color-scheme:dark){.back{fill:#0d1117}text{fill:#e6edf3}.axis{stroke:#8b949e}.grid{stroke:#30363d}"
    + "".join(f".l{i}{{stroke:{hue}}}.d{i}{{fill:{hue}}}" for i, hue in enumerate(HUES_DARK))
    + "}.back{}"
)


class Axis:
    """Values to places, evenly or by powers of ten."""

    def __init__(self, low, high, begin, end, powers=False):
        self.low, self.high, self.begin, self.end, self.powers = low, high, begin, end, powers

    def place(self, value):
        scaled = math.log10 if self.powers else float
        share = (scaled(value) - scaled(self.low)) / (scaled(self.high) - scaled(self.low))
        return self.begin + share * (self.end - self.begin)


def figure(title, x_name, y_name, across, up, x_ticks, y_ticks, lines):
    """`lines`: (name, [(x, y)…]); ticks: (value, words)."""
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{title}">',
        f"<title>{title}</title><style>{STYLE}</style>",
        f'<rect class="back" width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text class="title" x="{LEFT}" y="24">{title}</text>',
    ]
    for value, words in y_ticks:
        y = up.place(value)
        out.append(f'<path class="grid" d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}"/>')
        out.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{words}</text>')
    for value, words in x_ticks:
        x = across.place(value)
        out.append(f'<path class="axis" d="M{x:.1f} {HEIGHT - BOTTOM}v5"/>')
        out.append(f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{words}</text>')
    out.append(f'<path class="axis" d="M{LEFT} {TOP}V{HEIGHT - BOTTOM}H{WIDTH - RIGHT}"/>')
    middle = (LEFT + WIDTH - RIGHT) / 2
    out.append(f'<text x="{middle}" y="{HEIGHT - 14}" text-anchor="middle">{x_name}</text>')
    centre = (TOP + HEIGHT - BOTTOM) / 2
    out.append(f'<text transform="translate(18 {centre}) rotate(-90)" text-anchor="middle">{y_name}</text>')
    for i, (name, points) in enumerate(lines):
        places = [(across.place(x), up.place(y)) for x, y in points]
        out.append(f'<path class="l{i}" d="M{" ".join(f"{x:.1f},{y:.1f}" for x, y in places)}"/>')
        if len(places) < 12:
            out += [f'<circle class="d{i}" cx="{x:.1f}" cy="{y:.1f}" r="4"/>' for x, y in places]
    # Names stand where their lines end, a line of text apart.
    ends = sorted((up.place(points[-1][1]), i, name) for i, (name, points) in enumerate(lines))
    last = TOP - 20
    for y, i, name in ends:
        last = max(y + 4, last + 17)
        out.append(f'<text class="d{i}" x="{WIDTH - RIGHT + 10}" y="{last:.1f}">{name}</text>')
    return "\n".join(out) + "\n</svg>\n"


def round_steps(high):
    """From 0 to a round number at or above `high`, in about five steps."""
    step = 10 ** math.floor(math.log10(high / 4))
    step *= next(factor for factor in (1, 2, 5, 10) if high / (step * factor) <= 5)
    return [step * i for i in range(math.ceil(high / step) + 1)]


def ordinary(report):
    """People who are in no circle of 150: the same kind of person in every world."""
    return report.get("in_small_circles_alone", report["everyone"])


def cost_figure(title, y_name, reports, rows):
    lines = [(name, [(r["people"], value(r)) for r in reports]) for name, value in rows]
    steps = round_steps(max(y for _, points in lines for _, y in points))
    people = [r["people"] for r in reports]
    across = Axis(min(people) / 1.3, max(people) * 1.3, LEFT, WIDTH - RIGHT, powers=True)
    up = Axis(0, steps[-1], HEIGHT - BOTTOM, TOP)
    return figure(title, "people in the world (each tenfold as far as the last)", y_name, across, up,
                  [(n, f"{n:,}") for n in people], [(y, f"{y:g}") for y in steps], lines)


def delay_figure(reports):
    times = [(0.1, "0.1 s"), (1, "1 s"), (10, "10 s"), (60, "1 min"), (600, "10 min"), (3600, "1 h"),
             (21600, "6 h"), (86400, "1 day"), (604800, "1 week")]
    across = Axis(0.1, 604800, LEFT, WIDTH - RIGHT, powers=True)
    up = Axis(0, 100, HEIGHT - BOTTOM, TOP)
    lines = []
    for report in reports:
        heard = report["deliveries"] - report["late_before_closing"]
        share = heard / report["deliveries"]
        points = [(max(0.1, seconds), int(name[1:]) * share)
                  for name, seconds in report["delivery_seconds"].items()]
        lines.append((f"{report['people']:,} people", sorted(points, key=lambda p: (p[1], p[0]))))
    return figure("How soon what was said can be read", "since it was said", "% of all it was said to", across, up,
                  times, [(y, str(y)) for y in range(0, 101, 20)], lines)


def mean(report, name):
    return ordinary(report)[name]["mean"]


def seconds_in_words(seconds):
    for size, unit in ((86400, "days"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds / size:.1f} {unit}"
    return f"{seconds:.1f} s"


def table(reports):
    """One column a kind of person and world, one row a figure."""
    columns = []
    for report in reports:
        columns.append((f"{report['people']:,}", report, ordinary(report)))
        if "in_a_great_circle" in report:
            columns.append((f"{report['people']:,}, those in a circle of 150", report, report["in_a_great_circle"]))
    def row(name, cell):
        return f"| {name} | " + " | ".join(cell(report, people) for _, report, people in columns) + " |"
    def spread(figure):
        return lambda _, people: "{mean:,.0f} ({p50:,.0f}, {p90:,.0f}, {p99:,.0f})".format(**people[figure])
    def delay(name):
        return lambda report, _: seconds_in_words(report["delivery_seconds"][name])
    lines = [
        "| a person, in a world of | " + " | ".join(name for name, _, _ in columns) + " |",
        "| --- " + "| ---: " * len(columns) + "|",
        row("people of that kind", lambda _, people: f"{people['people']:,}"),
        row("contacts", spread("contacts")),
        row("lines said", spread("lines_said")),
        row("entries held", spread("entries")),
        row("KiB of entries held", spread("entry_kib")),
        row("KiB sent, living", spread("sent_kib_living")),
        row("KiB sent, getting acquainted", spread("sent_kib_acquainting")),
        row("sessions, living", spread("sessions_living")),
        row("ms of CPU, living", spread("cpu_ms_living")),
        row("ms of CPU, getting acquainted", spread("cpu_ms_acquainting")),
        row("all memory of the process, KiB a person", lambda report, _: f"{report['memory_kib_each']['lived']:,.0f}"),
        row("of all that was said: heard in half of the cases within", delay("p50")),
        row("… in nine of ten", delay("p90")),
        row("… in 99 of a hundred", delay("p99")),
        row("not heard yet when the week ended", lambda report, _: f"{100 * report['late_before_closing'] / report['deliveries']:.0f} %"),
        row("… after they all met once more", lambda report, _: str(report["undelivered"])),
    ]
    return "\n".join(lines)


def write_table(page, reports):
    begin, end = "<!-- scale -->\n", "\n<!-- /scale -->"
    text = page.read_text()
    before, rest = text.split(begin)
    page.write_text(before + begin + table(reports) + end + rest.split(end)[1])


def main():
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent.parent / "docs" / "scale")
    reports = [json.loads(path.read_text()) for path in folder.glob("*.json")]
    reports.sort(key=lambda report: report["people"])
    if len(reports) < 2:
        sys.exit(f"{folder} holds fewer than two worlds (*.json of kith-sim scale --json).")
    figures = {
        "cpu.svg": cost_figure("CPU a person", "milliseconds", reports, [
            ("getting acquainted", lambda r: mean(r, "cpu_ms_acquainting")),
            ("living", lambda r: mean(r, "cpu_ms_living")),
        ]),
        "bytes.svg": cost_figure("Bytes a person", "KiB", reports, [
            ("sent while living", lambda r: mean(r, "sent_kib_living")),
            ("held entries", lambda r: mean(r, "entry_kib")),
            ("memory, all of it", lambda r: r["memory_kib_each"]["lived"]),
        ]),
        "entries.svg": cost_figure("Entries and sessions a person", "how many", reports, [
            ("entries held", lambda r: mean(r, "entries")),
            ("sessions", lambda r: mean(r, "sessions_living")),
            ("contacts", lambda r: mean(r, "contacts")),
        ]),
        "delivery.svg": delay_figure(reports),
    }
    for name, text in figures.items():
        (folder / name).write_text(text)
    page = folder.with_suffix(".md")
    if page.exists():
        write_table(page, reports)


if __name__ == "__main__":
    main()
