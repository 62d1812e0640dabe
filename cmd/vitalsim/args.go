package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vitalsim/vitalsim/simulator/catalog"
)

// noArgs checks that a command has no arguments. A hint may say what to use instead.
func noArgs(hint string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return nil
		}
		if hint == "" {
			hint = cmd.CommandPath() + " --help explains the flags"
		}
		return fmt.Errorf("%swant no arguments, have %q; %s", prefix(cmd), args[0], hint)
	}
}

// oneArg returns the check of a command with one argument. The hint says what it
// looks like.
func oneArg(what, hint string) cobra.PositionalArgs { return someArgs(1, 1, "one "+what, hint) }

// atMostOneArg returns the check of a command whose only argument may be left out.
func atMostOneArg(what, hint string) cobra.PositionalArgs {
	return someArgs(0, 1, "at most one "+what, hint)
}

// someArgs returns the check of a command with a range of arguments; a most of -1
// means no limit. The hint says where to find them.
func someArgs(least, most int, want, hint string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) < least || most >= 0 && len(args) > most {
			have := fmt.Sprint(len(args))
			if len(args) == 0 {
				have = "none"
			}
			return fmt.Errorf("%swant %s, have %s; %s", prefix(cmd), want, have, hint)
		}
		return nil
	}
}

// optional returns the argument with the index, or "" if it was not given.
func optional(args []string, i int) string {
	if i < len(args) {
		return args[i]
	}
	return ""
}

// onlyCommands returns the check of a command whose only arguments are the names of
// its subcommands.
func onlyCommands(subcommands []*cobra.Command) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return nil
		}
		var names []string
		for _, sub := range subcommands {
			names = append(names, sub.Name())
		}
		slices.Sort(names)
		return unknownCommand(cmd, args[0], names, "its commands are "+strings.Join(names, ", "))
	}
}

// knownCommand checks the first word after vitalsim.
func knownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var names []string
	for _, sub := range cmd.Commands() {
		names = append(names, sub.Name())
	}
	return unknownCommand(cmd, args[0], names, "vitalsim --help lists the commands")
}

// unknownCommand returns the error of a word that is not one of the names. The hint
// is for words that are like none of them.
func unknownCommand(cmd *cobra.Command, word string, names []string, hint string) error {
	if nearest := catalog.DidYouMean(word, names); nearest != "" {
		return fmt.Errorf("%sunknown command %q%s", prefix(cmd), word, nearest)
	}
	return fmt.Errorf("%sunknown command %q; %s", prefix(cmd), word, hint)
}

// prefix returns the beginning of an error of a command, such as "clock advance: ".
func prefix(cmd *cobra.Command) string {
	if !cmd.HasParent() {
		return ""
	}
	return strings.TrimPrefix(cmd.CommandPath(), cmd.Root().Name()+" ") + ": "
}
