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
		Short: "Show the grammar of faults, with examples",
		Long: `faults prints the grammar of faults: what each key matches or does. The grammar is the
same for --fault of run, serve and exec, for the verb fault of a scenario, and for the
body of POST /_sim/v1/faults.

A fault acts a bounded number of times; afterwards everything works again. Its actions
are recorded in a ledger, which GET /_sim/v1/faults/ledger returns and expectations can
check. If several faults match a request or message, only the first one acts.`,
		Example: `  vitalsim faults
  vitalsim run first-connection --fault 'delivery: {event: daily.data.*, duplicate: 1}'
  vitalsim serve --fault 'api: {path: /v2/summary/*, status: 503, times: 2}'`,
		Args: noArgs(""),
		RunE: func(cmd *cobra.Command, _ []string) error { return printFaults(cmd.OutOrStdout()) },
	}
}

// printFaults prints the grammar in parts.
func printFaults(w io.Writer) error {
	var out strings.Builder
	for _, part := range []struct{ side, roles, title string }{
		{"", "label match", "EVERY FAULT"},
		{"api", "match", "API: MATCHED REQUESTS"},
		{"api", "effect detail", "API: RESPONSES"},
		{"delivery", "match", "DELIVERY: MATCHED MESSAGES"},
		{"delivery", "effect detail", "DELIVERY: EFFECTS"},
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
