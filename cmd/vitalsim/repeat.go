package main

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/vitalsim/vitalsim/simulator"
)

// repeat returns the shell command that repeats a run exactly. A secret is not
// printed: it comes from the environment.
func (f *runFlags) repeat(name string, c simulator.Config) string {
	words := []string{"vitalsim", "run", name, "--seed", strconv.FormatUint(*c.Seed, 10), "--start", c.Start.UTC().Format(time.RFC3339)}
	add := func(given bool, flag, value string) {
		if given {
			words = append(words, "--"+flag, value)
		}
	}
	add(c.RunID != "", "run-id", c.RunID)
	add(f.failOn != "", "fail-on", string(f.failOn))
	add(f.freshUsers, "fresh-users=true", "")
	for _, target := range f.targets {
		add(true, "target", target)
	}
	add(f.managementKey != "", "management-key", f.managementKey)
	for _, key := range f.keys {
		add(len(f.keys) > 1 || key != simulator.ExampleKey, "key", key)
	}
	add(f.addr != anyPort, "addr", f.addr)
	add(f.pageSize != defaultPageSize, "page-size", strconv.Itoa(f.pageSize))
	add(f.maxEventBytes != 0, "max-event-bytes", strconv.Itoa(f.maxEventBytes))
	add(f.deliveryTimeout != defaultTimeout, "delivery-timeout", f.deliveryTimeout.String())
	for _, text := range f.faults {
		add(true, "fault", text)
	}
	var line []string
	for _, word := range words {
		if word != "" {
			line = append(line, shellQuoted(word))
		}
	}
	if c.Secret != "" && c.Secret != simulator.ExampleSecret {
		line = append(line, "--secret", `"$`+envName("secret")+`"`)
	}
	if f.controlToken != "" {
		line = append(line, "--control-token", `"$`+envName("control-token")+`"`)
	}
	return strings.Join(line, " ")
}

var bare = regexp.MustCompile(`^[A-Za-z0-9_./:@%+=,-]+$`)

// shellQuoted quotes a word for a POSIX shell.
func shellQuoted(word string) string {
	if bare.MatchString(word) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
