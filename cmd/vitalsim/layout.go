package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/fatih/color"
	"github.com/spf13/cobra"
	"golang.org/x/term"
)

// Widths of lines: of one where the width of a terminal is unknown, and the least
// that is used of a terminal.
const usualWidth, leastWidth = 100, 72

// A layout says how the lines of a timeline look: how wide they and their columns
// are, and whether they have colours. All is known before the first line.
type layout struct {
	width       int
	event, user int // columns
	colour      bool
}

// newLayout returns the layout of lines that are written to w. The columns fit
// these event types and users.
func newLayout(w io.Writer, colour colourFlag, eventTypes, users []string) layout {
	return layout{width: widthOf(w), event: longest(eventTypes, 30), user: min(longest(users, 4), 20), colour: hasColour(w, colour)}
}

// longest returns the length of the longest word, or least.
func longest(words []string, least int) int {
	for _, word := range words {
		least = max(least, utf8.RuneCountInString(word))
	}
	return least
}

// widthOf returns the width of a terminal, or the usual one.
func widthOf(w io.Writer) int {
	if f, ok := w.(*os.File); ok {
		if width, _, err := term.GetSize(int(f.Fd())); err == nil && width > 0 {
			return max(width, leastWidth)
		}
	}
	return usualWidth
}

// Values of --color.
const colourAuto, colourAlways, colourNever = "auto", "always", "never"

var colours = []string{colourAuto, colourAlways, colourNever}

// A colourFlag is the value of --color.
type colourFlag string

func (c *colourFlag) String() string { return string(*c) }
func (c *colourFlag) Type() string   { return "string" }
func (c *colourFlag) Set(s string) error {
	if !slices.Contains(colours, s) {
		return errors.New("want auto, always or never")
	}
	*c = colourFlag(s)
	return nil
}

// registerColour adds --color to a command.
func registerColour(cmd *cobra.Command, c *colourFlag) {
	*c = colourAuto
	cmd.Flags().Var(c, "color", "colours in the output: auto (on a terminal, unless the environment has NO_COLOR), always or never")
}

// hasColour reports whether lines to w have colours: by default only on a terminal,
// and not if the environment has NO_COLOR.
func hasColour(w io.Writer, want colourFlag) bool {
	if want != colourAuto {
		return want == colourAlways
	}
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// day returns the line above the lines of a simulated day.
func (l layout) day(t time.Time) string { return l.paint(color.Bold, t.UTC().Format("Mon 2006-01-02")) }

// line returns one line of a timeline. What it carries is shortened to what fits;
// the outcome is not.
func (l layout) line(at time.Time, eventType, user, carries, outcome string, good bool) string {
	head := fmt.Sprintf("%s  %-*s  %-*s", at.UTC().Format(time.TimeOnly), l.event, eventType, l.user, cut(user, 20))
	room := l.width - utf8.RuneCountInString(head) - utf8.RuneCountInString(outcome) - 4
	carries = shorten(carries, max(room, 0))
	painted := l.paint(color.FgRed, outcome)
	if good {
		painted = l.paint(color.FgGreen, outcome)
	}
	return strings.TrimRight(fmt.Sprintf("%s  %-*s  %s", head, max(room, 0), carries, painted), " ")
}

// paint returns the text in a colour.
func (l layout) paint(attribute color.Attribute, text string) string {
	c := color.New(attribute)
	if l.colour {
		c.EnableColor()
	} else {
		c.DisableColor()
	}
	return c.Sprint(text)
}

var (
	year     = regexp.MustCompile(`\b\d{4}-(\d\d-\d\d)\b`)                   // of a date
	instants = regexp.MustCompile(`\d\d-\d\d \d\d:\d\d–\d\d-\d\d \d\d:\d\d`) // 01-05 09:27–01-05 11:26
)

// shorten returns a summary within a number of characters: it writes ranges shorter,
// then leaves out years, then the last parts.
func shorten(summary string, room int) string {
	fits := func() bool { return utf8.RuneCountInString(summary) <= room }
	if fits() {
		return summary
	}
	summary = strings.NewReplacer(" to ", "–", "chunk ", "", " of ", "/").Replace(summary)
	summary = instants.ReplaceAllStringFunc(summary, func(pair string) string {
		from, to, _ := strings.Cut(pair, "–")
		day, time, _ := strings.Cut(to, " ")
		switch {
		case from == to:
			return from
		case strings.HasPrefix(from, day):
			return from + "–" + time
		}
		return pair
	})
	if !fits() {
		summary = year.ReplaceAllString(summary, "$1")
	}
	for !fits() {
		i := strings.LastIndex(summary, ", ")
		if i < 0 {
			return cut(summary, room)
		}
		summary = summary[:i]
	}
	return summary
}

// cut returns a text with at most limit characters.
func cut(s string, limit int) string {
	switch r := []rune(s); {
	case len(r) <= limit:
		return s
	case limit < 8:
		return ""
	default:
		return string(r[:limit-1]) + "…"
	}
}
