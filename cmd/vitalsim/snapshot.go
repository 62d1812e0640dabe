package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"
)

func newSnapshot() *cobra.Command {
	var r remote
	cmd := &cobra.Command{
		Use:   "snapshot FILE",
		Short: "Save a team of a running simulator to a file",
		Long: `snapshot writes a team to FILE, or to stdout if FILE is -: users and edits, messages and
retries, endpoints, faults, requests and the clock. vitalsim restore continues from it.
The file contains signing secrets, so only its owner can read it.`,
		Example: "  vitalsim snapshot team.vitalsim\n  vitalsim snapshot - | gzip > team.gz",
		Args:    oneArg("file", "give a path such as team.vitalsim, or - for stdout"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if args[0] == "-" && r.json {
				return errors.New("snapshot: with --json, give a file instead of -")
			}
			text, err := r.call(cmd.Context(), "POST", "snapshot", nil, nil)
			if err != nil {
				return requestError(cmd, err)
			}
			if args[0] == "-" {
				_, err := cmd.OutOrStdout().Write(text)
				return err
			}
			if err := os.WriteFile(args[0], text, 0o600); err != nil {
				return failed("snapshot: %w", err)
			}
			if r.json {
				return printJSON(cmd, map[string]any{"file": args[0], "bytes": len(text)})
			}
			return r.reportDone(cmd.OutOrStdout(), fmt.Sprintf("the team is saved in %s, %d bytes", args[0], len(text)),
				"vitalsim restore "+shellQuoted(args[0])+" continues from it, also in another simulator")
		},
	}
	r.register(cmd)
	return cmd
}

func newRestore() *cobra.Command {
	var r remote
	cmd := &cobra.Command{
		Use:   "restore FILE",
		Short: "Restore a team of a running simulator from a file",
		Long: `restore replaces a team by the one in a FILE of vitalsim snapshot, or in stdin if FILE is
-. The restored team has the same ids, serves the same bytes and continues as planned.`,
		Example: "  vitalsim restore team.vitalsim\n  gunzip -c team.gz | vitalsim restore -",
		Args:    oneArg("file", "give the path of a file of vitalsim snapshot, or - for stdin"),
		RunE: func(cmd *cobra.Command, args []string) error {
			text, err := readInput(cmd, args[0], maxSnapshot)
			if err != nil {
				return err
			}
			var is struct{ Now time.Time }
			answer, err := r.call(cmd.Context(), "POST", "restore", upload{"application/octet-stream", text}, &is)
			if err != nil {
				return requestError(cmd, err)
			}
			return r.show(cmd, answer, func(w io.Writer) error {
				return r.reportDone(w, "the team is restored, its time is "+stamp(is.Now), "vitalsim users, vitalsim messages and vitalsim clock advance 1d")
			})
		},
	}
	r.register(cmd)
	return cmd
}

// maxSnapshot bounds the file of a team, as the control API does.
const maxSnapshot = 256 << 20
