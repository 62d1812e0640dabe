package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vitalsim/vitalsim/simulator/catalog"
)

func newFaults() *cobra.Command {
	return &cobra.Command{
		Use:   "faults",
		Short: "Show what can be made to go wrong, with examples",
		Long: `faults shows the grammar of faults: what each of their keys matches or does. The
same text stands after --fault of run and serve, under the verb fault of a
scenario, and in the body of POST /_sim/v1/faults.

A fault acts a bounded number of times, and then all works again. What it did
stands in a ledger: GET /_sim/v1/faults/ledger, and the expectation of a fault.
Of several faults, the first that takes a request or a message has it alone.`,
		Example: `  vitalsim faults
  vitalsim run first-connection --fault 'delivery: {event: daily.data.*, duplicate: 1}'
  vitalsim serve --fault 'api: {path: /v2/summary/*, status: 503, times: 2}'`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return printFaults(cmd.OutOrStdout()) },
	}
}

// printFaults prints the grammar, a part after the other.
func printFaults(w io.Writer) error {
	var out strings.Builder
	for _, part := range []struct{ side, roles, title string }{
		{"", "label match", "OF EVERY FAULT"},
		{"api", "match", "API: WHICH REQUESTS"},
		{"api", "effect detail", "API: WHAT IS ANSWERED"},
		{"delivery", "match", "DELIVERY: WHICH MESSAGES"},
		{"delivery", "effect detail", "DELIVERY: WHAT ARRIVES"},
	} {
		if out.Len() > 0 {
			out.WriteString("\n")
		}
		out.WriteString(part.title + "\n")
		for _, k := range catalog.FaultKeys() {
			if k.Side == part.side && strings.Contains(part.roles, k.Role) {
				fmt.Fprintf(&out, "  %-13s %-9s %s\n%26s%s\n", k.Name, k.Value, k.About, "", k.Example)
			}
		}
	}
	_, err := io.WriteString(w, out.String())
	return err
}
