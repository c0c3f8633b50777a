"""The few colours of every form, and the sign and word that stand beside each tone so that colour is never alone."""

from __future__ import annotations

from hoshin.reporting.blocks import Tone

INK = "#1f2a44"
MUTED = "#5b6780"
FAINT = "#a3aec2"
HAIRLINE = "#dfe4ec"
SURFACE = "#f5f7fa"
BAND = "#e6e9f8"
ACCENT = "#3b4cca"
WHITE = "#ffffff"

TONES = {
    Tone.NEUTRAL: ACCENT,
    Tone.GOOD: "#0a6f52",
    Tone.WATCH: "#8a5200",
    Tone.BAD: "#b3261e",
    Tone.UNKNOWN: "#4f5b6b",
}
"""Each has a contrast of at least 4.5 to 1 on white and on its own soft ground (WCAG 2.2, 1.4.3)."""

SOFT = {
    Tone.NEUTRAL: "#e9ebfa",
    Tone.GOOD: "#d9f2e8",
    Tone.WATCH: "#fdeecb",
    Tone.BAD: "#fbe3e1",
    Tone.UNKNOWN: "#e8ebf0",
}

WORDS = {
    Tone.NEUTRAL: "",
    Tone.GOOD: "good",
    Tone.WATCH: "watch",
    Tone.BAD: "bad",
    Tone.UNKNOWN: "unknown",
}

SIGNS = {Tone.NEUTRAL: "", Tone.GOOD: "✓", Tone.WATCH: "!", Tone.BAD: "×", Tone.UNKNOWN: "?"}

DARK = {
    INK: "#e6ebf4",
    MUTED: "#a9b4c4",
    FAINT: "#6f7d93",
    HAIRLINE: "#334058",
    SURFACE: "#1c2436",
    BAND: "#2a3358",
    ACCENT: "#9aa7ff",
    WHITE: "#151c2c",
    TONES[Tone.GOOD]: "#6fd6b1",
    TONES[Tone.WATCH]: "#f0bd62",
    TONES[Tone.BAD]: "#ff9b93",
    TONES[Tone.UNKNOWN]: "#b4bfce",
    SOFT[Tone.NEUTRAL]: "#262f57",
    SOFT[Tone.GOOD]: "#12392e",
    SOFT[Tone.WATCH]: "#3f2f10",
    SOFT[Tone.BAD]: "#47201d",
    SOFT[Tone.UNKNOWN]: "#2a3442",
}
"""What each colour becomes on a dark ground."""
