package main

import (
	"bufio"
	"io"
	"iter"
	"strings"
)

// A serverEvent is an event of a stream of server-sent events.
type serverEvent struct {
	kind string
	data []byte
}

// serverEvents yields the events of a stream until it ends.
func serverEvents(stream io.Reader) iter.Seq[serverEvent] {
	return func(yield func(serverEvent) bool) {
		var e serverEvent
		lines := bufio.NewReader(stream)
		for {
			line, err := lines.ReadString('\n')
			if err != nil {
				return
			}
			line = strings.TrimSuffix(line, "\n")
			if kind, ok := strings.CutPrefix(line, "event: "); ok {
				e.kind = kind
			}
			if data, ok := strings.CutPrefix(line, "data: "); ok {
				e.data = []byte(data)
			}
			if line != "" {
				continue
			}
			if e.kind != "" && !yield(e) {
				return
			}
			e = serverEvent{}
		}
	}
}
