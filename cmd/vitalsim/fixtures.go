package main

import (
	"errors"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/vitalsim/vitalsim/simulator"
)

func newFixtures() *cobra.Command {
	subcommands := []*cobra.Command{newFixturesCheck()}
	cmd := &cobra.Command{
		Use:   "fixtures",
		Short: "Work with recorded data: folders in Vital's own response shapes",
		Long: `A fixture is a folder of recorded data that is served instead of generated data. It
contains responses of the API: summary/<resource>.json, timeseries/<resource>.json,
workouts/<id>/stream.json, profile.json and devices.json. Its fixture.yaml names the
provider and the time zone, and says how dates are shifted (dates: absolute, or
{newest: 2d} before the start of the simulation).

A scenario uses it with connect: {user: ada, provider: fitbit, fixture: ./my-fixture}.
vitalsim export and vitalsim record write such folders; vitalsim list fixtures lists
the shipped ones.`,
		Example: "  vitalsim fixtures check ./my-fixture\n  vitalsim list fixtures",
		Args:    onlyCommands(subcommands),
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(subcommands...)
	return cmd
}

func newFixturesCheck() *cobra.Command {
	return &cobra.Command{
		Use:   "check DIR…",
		Short: "Check fixture folders and summarize them",
		Long: `check reads folders in the same way as a connection and prints all their errors at
once, each with its file, its place in the JSON and its cause. For a valid folder it
prints what the folder contains, and what was filled in, rounded or left out. DIR may
also be the name of a shipped fixture.

Exit code: 0 if all folders are valid, 1 if not.`,
		Example: "  vitalsim fixtures check ./my-fixture",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return errors.New("fixtures check: which folder? Give its path, such as ./my-fixture")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			bad := false
			for i, arg := range args {
				if i > 0 {
					fmt.Fprintln(cmd.OutOrStdout())
				}
				f, err := simulator.LoadFixture(arg)
				if err != nil {
					bad = true
					fmt.Fprintln(cmd.ErrOrStderr(), err)
					continue
				}
				if err := showFixture(cmd.OutOrStdout(), f); err != nil {
					return err
				}
			}
			if bad {
				return errFailed
			}
			return nil
		},
	}
}

// showFixture summarizes a fixture.
func showFixture(w io.Writer, f *simulator.Fixture) error {
	fmt.Fprintf(w, "%s: good", f.Name)
	if f.About != "" {
		fmt.Fprintf(w, "; %s", f.About)
	}
	zone := f.Zone
	if zone == "" {
		zone = "the user's"
	}
	fmt.Fprintf(w, "\n  time zone %s, dates %s\n", zone, f.Dates())
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	for _, c := range f.Counts() {
		span := ""
		if c.Records > 0 && c.Resource != "profile" {
			span = fmt.Sprintf("%s to %s", c.From, c.To)
		}
		fmt.Fprintf(t, "  %s\t%s\t%d\t%s\n", c.Provider, c.Resource, c.Records, span)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for _, note := range f.Notes() {
		fmt.Fprintf(w, "  note: %s\n", note)
	}
	return nil
}
