package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// Exit codes. They distinguish a scenario that failed from one that never began.
const (
	exitOK          = 0
	exitFailed      = 1
	exitInput       = 2
	exitInterrupted = 130
)

// errFailed ends a command that has already printed what failed.
var errFailed = errors.New("failed")

// An environ looks up an environment variable.
type environ func(string) (string, bool)

// run runs the program and returns its exit code. Both main and the tests call it.
func run(ctx context.Context, args []string, env environ, stdout, stderr io.Writer) int {
	root := newRoot(env)
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	cmd, err := root.ExecuteContextC(ctx)
	own, hasOwn := errors.AsType[*exitError](err)
	switch {
	case err == nil:
		return exitOK
	case hasOwn:
		if own.err != nil {
			fmt.Fprintf(stderr, "vitalsim: %v%s\n", own.err, origins(cmd, own.err.Error()))
		}
		return own.code
	case ctx.Err() != nil:
		fmt.Fprintln(stderr, "vitalsim: interrupted")
		return exitInterrupted
	case errors.Is(err, errFailed):
		return exitFailed
	}
	fmt.Fprintf(stderr, "vitalsim: %v%s\n", err, origins(cmd, err.Error()))
	return exitInput
}

func newRoot(env environ) *cobra.Command {
	root := &cobra.Command{
		Use:   "vitalsim",
		Short: "Simulate the Vital (Junction) wearables backend",
		Long: `vitalsim simulates the Vital (Junction) wearables backend: it serves the REST API
from generated data and plays scenarios that send Vital's webhooks, signed so that
a real Svix library verifies them. Time is simulated: days pass in milliseconds.

Instead of a flag you can set the environment variable that its help names in brackets,
such as VITALSIM_TARGET. A flag that is given wins over its variable.`,
		Example: `  vitalsim run first-connection
  vitalsim run first-connection --target http://127.0.0.1:3000/webhooks
  vitalsim serve --target http://127.0.0.1:3000/webhooks --speed 3600
  vitalsim exec --target http://127.0.0.1:3000/webhooks -- npm test
  vitalsim plan first-connection
  vitalsim fixtures check ./my-fixture
  vitalsim list
  vitalsim docs`,
		Version:       version(),
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          knownCommand,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		PersistentPreRunE: func(cmd *cobra.Command, args []string) error {
			if off, _ := env("NO_COLOR"); off != "" && cmd.Flags().Lookup("color") != nil {
				_ = cmd.Flags().Lookup("color").Value.Set(colourNever) // --color and VITALSIM_COLOR precede it
			}
			if err := applyEnv(cmd, env); err != nil {
				return err
			}
			return checkGiven(cmd, args)
		},
	}
	root.SetFlagErrorFunc(flagError)
	root.SetVersionTemplate("vitalsim {{.Version}}\n")
	for _, group := range []struct {
		title    string
		commands []*cobra.Command
	}{
		{"Simulate", []*cobra.Command{newRun(), newExec(), newServe(), newPlan()}},
		{"Drive a running simulator", []*cobra.Command{newTrigger(), newWait(), newClock(), newMessages(), newResend(), newRecover(), newRequests(), newFault(), newPlay(), newEndpoints(), newSnapshot(), newRestore(), newReset()}},
		{"Change the users of a running simulator", []*cobra.Command{newUsers(), newConnect(), newSync(), newRefresh(), newUpdate(), newDeleteRecord(), newDisconnect(), newRevoke()}},
		{"Send and receive webhooks by hand", []*cobra.Command{newListen(), newSign(), newVerify()}},
		{"Look things up", []*cobra.Command{newList(), newEvents(), newFaults(), newDocs()}},
		{"Work with recorded data", []*cobra.Command{newFixtures(), newExport(), newRecord()}},
	} {
		root.AddGroup(&cobra.Group{ID: group.title, Title: group.title + ":"})
		for _, cmd := range group.commands {
			cmd.GroupID = group.title
		}
		root.AddCommand(group.commands...)
	}
	describeEnv(root)
	takeDecimals(root)
	addCompletions(root)
	return root
}

func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
