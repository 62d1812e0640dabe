package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/catalog"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// sections holds the arguments of list, in order.
var sections = []string{"scenarios", "verbs", "personas", "fixtures", "providers", "resources", "events"}

func newList() *cobra.Command {
	return &cobra.Command{
		Use:   "list [" + strings.Join(sections, "|") + "]",
		Short: "List scenarios, verbs, personas, fixtures, providers, resources or event types",
		Long: `list prints the shipped scenarios and fixtures, the verbs and personas of scenarios, and
Vital's providers, resources and event types. Those that are simulated are marked; the
data of the others can come from a fixture, and is empty without one.`,
		Example:   "  vitalsim list\n  vitalsim list resources",
		ValidArgs: sections,
		Args:      knownSection,
		RunE: func(cmd *cobra.Command, args []string) error {
			show := sections
			if len(args) == 1 {
				show = args
			}
			for i, section := range show {
				if i > 0 {
					fmt.Fprintln(cmd.OutOrStdout())
				}
				if err := listSection(cmd.OutOrStdout(), section); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

// knownSection checks the argument of list.
func knownSection(cmd *cobra.Command, args []string) error {
	if err := atMostOneArg("section", "without one, all are listed")(cmd, args); err != nil {
		return err
	}
	if len(args) > 0 && !slices.Contains(sections, args[0]) {
		return fmt.Errorf("list: unknown section %q%s; known are %s", args[0], catalog.DidYouMean(args[0], sections), strings.Join(sections, ", "))
	}
	return nil
}

func listSection(w io.Writer, section string) error {
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	fmt.Fprintln(t, strings.ToUpper(section))
	switch section {
	case "scenarios":
		for _, name := range simulator.ScenarioNames() {
			sc, err := simulator.LoadScenario(name)
			if err != nil {
				return err
			}
			fmt.Fprintf(t, "  %s\t%s\n", name, sc.About)
		}
	case "verbs":
		verbs := catalog.Verbs()
		names := make([]string, 0, len(verbs))
		for name := range verbs {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			fmt.Fprintf(t, "  %s\t%s\n\t%s\n", name, verbs[name].Usage, verbs[name].Example)
			for _, example := range verbs[name].More {
				fmt.Fprintf(t, "\t%s\n", example)
			}
		}
	case "personas":
		for _, name := range simulator.Personas() {
			fmt.Fprintf(t, "  %s\t%s\n", name, simulator.AboutPersona(name))
		}
	case "fixtures":
		for _, name := range simulator.FixtureNames() {
			f, err := simulator.LoadFixture(name)
			if err != nil {
				return err
			}
			fmt.Fprintf(t, "  %s\t%s\n", name, f.About)
		}
	case "providers":
		for _, p := range catalog.Providers() {
			fmt.Fprintf(t, "  %s\t%s\t%s\n", p.Slug, p.Name, mark(catalog.SimulatesProvider(p.Slug)))
		}
	case "resources":
		fmt.Fprintln(t, "  name\tpath\tkind\tunit\t")
		for _, r := range vital.Resources {
			fmt.Fprintf(t, "  %s\t%s\t%s\t%s\t%s\n", r.Name, r.Path, r.Kind, r.Unit, mark(catalog.SimulatesResource(r.Name)))
		}
	case "events":
		for _, e := range catalog.EventTypes() {
			fmt.Fprintf(t, "  %s\t%s\n", e, mark(catalog.SimulatesEvent(e)))
		}
	}
	return t.Flush()
}

func mark(simulated bool) string {
	if simulated {
		return "simulated"
	}
	return ""
}
