package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/vitalsim/vitalsim/simulator"
)

// activeFaults holds the faults of a team as the control API shows them.
type activeFaults struct{ Faults []activeFault }

// An activeFault is a fault with its progress.
type activeFault struct {
	Name, Fault          string
	Matched, Done, Times int
	Spent                bool
}

func newFault() *cobra.Command {
	subcommands := []*cobra.Command{newAddFault(), newListFaults(), newDeleteFault(), newLedger()}
	cmd := &cobra.Command{
		Use:   "fault",
		Short: "Add, list and delete the faults of a running simulator",
		Long: `fault changes the faults of a team. A fault makes requests to the API or deliveries fail a
bounded number of times. vitalsim faults prints the grammar of faults.`,
		Example: `  vitalsim fault add 'api: {path: /v2/summary/*, status: 503, times: 2}'
  vitalsim fault list
  vitalsim fault ledger
  vitalsim fault delete --all`,
		Args: onlyCommands(subcommands),
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(subcommands...)
	return cmd
}

func newAddFault() *cobra.Command {
	var r remote
	cmd := &cobra.Command{
		Use:   "add FAULT",
		Short: "Add a fault to a running simulator",
		Long: `add makes a fault active. FAULT is written in the grammar that vitalsim faults prints, or
- reads it from stdin. A fault of deliveries acts on events that are sent after it.`,
		Example: `  vitalsim fault add 'api: {name: brown-out, path: /v2/summary/*, status: 503, times: 2}'
  vitalsim fault add 'delivery: {event: daily.data.*, duplicate: 1}'`,
		Args: oneArg("fault in quotes", "vitalsim faults shows the grammar"),
		RunE: func(cmd *cobra.Command, args []string) error {
			text := []byte(args[0])
			if args[0] == "-" {
				var err error
				if text, err = readInput(cmd, "-", maxBody); err != nil {
					return err
				}
			}
			var added activeFault
			answer, err := r.call(cmd.Context(), "POST", "faults", upload{"application/yaml", text}, &added)
			if err != nil {
				return requestError(cmd, err)
			}
			return r.show(cmd, answer, func(w io.Writer) error {
				return r.reportDone(w, added.Name+" is active", "vitalsim fault list shows its progress; vitalsim fault delete "+shellQuoted(added.Name)+" ends it")
			})
		},
	}
	r.register(cmd)
	return cmd
}

func newListFaults() *cobra.Command {
	var r remote
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the faults of a running simulator",
		Long: `list prints the active faults of a team: name, number of acts and the greatest number of
them, number of requests or messages that matched, and the fault itself.`,
		Example: "  vitalsim fault list",
		Args:    noArgs(""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return r.callForFaults(cmd, "GET", "faults")
		},
	}
	r.register(cmd)
	return cmd
}

func newDeleteFault() *cobra.Command {
	var r remote
	var all bool
	cmd := &cobra.Command{
		Use:   "delete [NAME]",
		Short: "End a fault of a running simulator, or all",
		Long: `delete ends a fault, or with --all every fault, and prints those that remain. What it did
stays in the ledger.`,
		Example: "  vitalsim fault delete brown-out\n  vitalsim fault delete --all",
		Args:    someArgs(0, 1, "one name of a fault or --all", "vitalsim fault list shows the names"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if all == (len(args) > 0) {
				return errors.New("fault delete: which fault? Give either its name, which vitalsim fault list shows, or --all")
			}
			return r.callForFaults(cmd, "DELETE", "faults"+query("name", optional(args, 0)))
		},
	}
	r.register(cmd)
	cmd.Flags().BoolVar(&all, "all", false, "end every fault")
	return cmd
}

// callForFaults sends a request whose response is the active faults.
func (r *remote) callForFaults(cmd *cobra.Command, method, path string) error {
	var active activeFaults
	answer, err := r.call(cmd.Context(), method, path, nil, &active)
	if err != nil {
		return requestError(cmd, err)
	}
	return r.show(cmd, answer, func(w io.Writer) error { return r.printFaults(w, active.Faults) })
}

// printFaults prints faults as text.
func (r *remote) printFaults(w io.Writer, faults []activeFault) error {
	if len(faults) == 0 {
		return r.reportDone(w, "no active faults", "vitalsim faults shows the grammar; vitalsim fault add adds one")
	}
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	for _, f := range faults {
		progress := fmt.Sprintf("acted %d of %d", f.Done, f.Times)
		if f.Spent {
			progress += ", spent"
		}
		fmt.Fprintf(t, "%s\t%s\t%d matched\t%s\n", f.Name, progress, f.Matched, f.Fault)
	}
	return t.Flush()
}

func newLedger() *cobra.Command {
	var r remote
	cmd := &cobra.Command{
		Use:   "ledger [NAME]",
		Short: "Show what the faults of a running simulator did",
		Long: `ledger prints one line for each act of a fault: simulated time, name of the fault, what it
did, user, and the request or the event type.`,
		Example: "  vitalsim fault ledger\n  vitalsim fault ledger brown-out",
		Args:    someArgs(0, 1, "at most one name of a fault", "vitalsim fault list shows the names"),
		RunE: func(cmd *cobra.Command, args []string) error {
			var ledger struct{ Injected []simulator.Injection }
			answer, err := r.call(cmd.Context(), "GET", "faults/ledger"+query("name", optional(args, 0)), nil, &ledger)
			if err != nil {
				return requestError(cmd, err)
			}
			return r.show(cmd, answer, func(w io.Writer) error { return r.printLedger(w, ledger.Injected) })
		},
	}
	r.register(cmd)
	return cmd
}

// printLedger prints the acts of faults.
func (r *remote) printLedger(w io.Writer, ledger []simulator.Injection) error {
	if len(ledger) == 0 {
		return r.reportDone(w, "no fault has acted", "vitalsim fault list shows the active faults")
	}
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	for _, i := range ledger {
		on := i.Request
		if i.EventType != "" {
			on = fmt.Sprintf("%s, attempt %d", i.EventType, i.Attempt)
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\n", stamp(i.At), i.Fault, i.Done, cmp.Or(i.User, "-"), on)
	}
	return t.Flush()
}
