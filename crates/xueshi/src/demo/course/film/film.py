#!/usr/bin/env python3
"""Makes the film of the sample course, `film.webm`, and its captions, `film.vtt`, from the words below. Must not need anything
from elsewhere.

Needs ffmpeg with libass and libvpx, and the typeface Noto Sans CJK (Debian: ffmpeg, fonts-noto-cjk). Run it in this folder;
the film lies in the repository, so that nobody else needs them. It has no sound: whoever cannot see it reads the same in the
course's pages.
"""

import pathlib
import subprocess
import tempfile

SECONDS_A_SCENE = 12
SCENES = [
    ("工具变了，责任没有变", ["署谁的名，谁就对内容负责。", "工具省下动手的时间，", "没有省下判断的时间。"]),
    ("交给工具之前，先问三句", ["这是谁的材料？", "能不能认出是哪个人？", "有没有约定不得提供给别人？"]),
    ("拿到结果，先查四处", ["数字：每一个都要有出处。", "引文：打开原文看一眼。", "专名：对照官方文本。", "结论：反过来说，还站得住吗？"]),
    ("用过工具，如实说明", ["用在哪一步，", "自己核对了什么，", "一句话写清楚就够。"]),
    ("记住这一条", ["自己不能核对的内容，", "就不要用工具代写。"]),
]
WIDTH, HEIGHT, RATE = 1280, 720, 12
PAPER, GREEN = "0xF7F4EC", "0x1F5F4B"
STYLES = """[Script Info]
ScriptType: v4.00+
PlayResX: 1280
PlayResY: 720

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, Bold, Alignment, MarginL, MarginR, MarginV
Style: Heading,Noto Sans CJK SC,68,&H0044551B,1,7,110,110,120
Style: Line,Noto Sans CJK SC,50,&H0021241C,0,7,130,110,0
Style: Number,Noto Sans CJK SC,30,&H004F554B,0,9,0,60,60

[Events]
Format: Layer, Start, End, Style, Text
"""


def moment(seconds):
    return f"0:{int(seconds) // 60:02}:{seconds % 60:05.2f}"


def event(style, start, end, text):
    return f"Dialogue: 0,{moment(start)},{moment(end)},{style},{text}\n"


def words():
    text = STYLES
    for number, (heading, lines) in enumerate(SCENES):
        start = number * SECONDS_A_SCENE
        end = start + SECONDS_A_SCENE
        text += event("Heading", start, end, "{\\fad(300,0)}" + heading)
        text += event("Number", start, end, f"{number + 1} / {len(SCENES)}")
        for place, line in enumerate(lines):
            fade = f"{{\\pos(130,{260 + 90 * place})\\fad(400,0)}}"
            text += event("Line", start + 1.5 + 1.8 * place, end, fade + line)
    return text


def captions():
    """The words again, each scene as it is read: for whoever does not see them large enough, and as an example of captions."""
    text = "WEBVTT\n"
    for number, (heading, lines) in enumerate(SCENES):
        starts = [number * SECONDS_A_SCENE] + [number * SECONDS_A_SCENE + 1.5 + 1.8 * place for place in range(len(lines))]
        ends = starts[1:] + [(number + 1) * SECONDS_A_SCENE]
        for start, end, line in zip(starts, ends, [heading, *lines]):
            text += f"\n{clock(start)} --> {clock(end)}\n{line}\n"
    return text


def clock(seconds):
    return f"{int(seconds) // 60:02}:{seconds % 60:06.3f}"


def main():
    pathlib.Path("film.vtt").write_text(captions(), encoding="utf-8")
    length = SECONDS_A_SCENE * len(SCENES)
    with tempfile.TemporaryDirectory() as folder:
        script = pathlib.Path(folder) / "words.ass"
        script.write_text(words(), encoding="utf-8")
        picture = f"color=c={PAPER}:s={WIDTH}x{HEIGHT}:r={RATE}:d={length}"
        bar = f"color=c={GREEN}:s={WIDTH}x12:r={RATE}:d={length}"
        # The bar at the bottom grows with the time, so that one sees where one is.
        graph = (
            f"[0:v]drawbox=x=0:y=0:w=28:h=ih:color={GREEN}:t=fill,subtitles={script}[words];"
            f"[words][1:v]overlay=x='-W+W*t/{length}':y=H-12"
        )
        subprocess.run(
            ["ffmpeg", "-hide_banner", "-loglevel", "error", "-y"]
            + ["-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", bar, "-filter_complex", graph]
            # An index at the front and a key frame every four seconds let players jump without reading all of it.
            + ["-c:v", "libvpx-vp9", "-crf", "40", "-b:v", "0", "-g", str(4 * RATE), "-row-mt", "1", "-pix_fmt", "yuv420p"]
            + ["-cues_to_front", "1", "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "film.webm"],
            check=True,
        )


if __name__ == "__main__":
    main()
