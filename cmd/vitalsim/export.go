package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/record"
)

func newExport() *cobra.Command {
	var s settings
	var scenario, user, out string
	var overwrite, raw bool
	cmd := &cobra.Command{
		Use:   "export --scenario SCENARIO --user USER --out DIR",
		Short: "Write a simulated user as a fixture folder",
		Long: `export plays a scenario without sending anything, and then writes the data of one of
its users, as clients can read it, to a fixture folder. Use it as a starting point for
your own data. A user connected with that folder has the same data, byte for byte.`,
		Example: "  vitalsim export --scenario first-connection --user ada --out ./ada",
		Args:    noArgs(""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := checkNeeded(cmd, "scenario", "user", "out"); err != nil {
				return err
			}
			sc, err := simulator.LoadScenario(scenario)
			if err != nil {
				return err
			}
			config, err := s.config()
			if err != nil {
				return err
			}
			made, err := simulator.ExportScenario(cmd.Context(), sc, config, user, simulator.ExportOptions{
				Dir: out, Overwrite: overwrite, Raw: raw, Progress: progress(cmd, s.json),
			})
			if err != nil {
				return folderError(cmd, out, err)
			}
			return showRecording(cmd, out, made, s.json)
		},
	}
	s.register(cmd)
	f := cmd.Flags()
	f.StringVar(&scenario, "scenario", "", "name or path of the scenario to play")
	f.StringVar(&user, "user", "", "name of the user in the scenario")
	f.StringVar(&out, "out", "", "folder to write to")
	f.BoolVar(&raw, "raw", false, "also write the raw data of providers, if a fixture contained it")
	f.BoolVar(&overwrite, "overwrite", false, "allow a folder that is not empty")
	return cmd
}

// checkNeeded returns an error that names the flags that a command needs and does not
// have.
func checkNeeded(cmd *cobra.Command, names ...string) error {
	var missing []string
	for _, name := range names {
		if cmd.Flags().Lookup(name).Value.String() == "" {
			missing = append(missing, "--"+name)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	example, _, _ := strings.Cut(strings.TrimSpace(cmd.Example), "\n")
	return fmt.Errorf("%s: missing %s, as in %s", cmd.Name(), strings.Join(missing, ", "), example)
}

// folderError returns the error of writing to the folder of --out.
func folderError(cmd *cobra.Command, out string, err error) error {
	if errors.Is(err, record.ErrNotEmpty) {
		return fmt.Errorf("%s: --out %s is not empty; choose another folder, or add --overwrite to replace files of the same names", cmd.Name(), out)
	}
	if cause, ok := strings.CutPrefix(err.Error(), "record user: upstream: "); ok {
		return fmt.Errorf("%s: --upstream: %s", cmd.Name(), cause)
	}
	if info, wrong := os.Stat(out); wrong == nil && !info.IsDir() {
		return fmt.Errorf("%s: --out %s is a file; want a folder", cmd.Name(), out)
	}
	return err
}

// progress returns a function that prints each written file to stderr. Of
// streams, which are many, it prints every hundredth.
func progress(cmd *cobra.Command, quiet bool) func(string) {
	if quiet {
		return nil
	}
	streams := 0
	return func(line string) {
		if strings.Contains(line, "/stream.json") {
			if streams++; streams%100 != 0 {
				return
			}
			line = fmt.Sprintf("%d streams of workouts and sleeps", streams)
		}
		fmt.Fprintln(cmd.ErrOrStderr(), line)
	}
}

// shortened cuts a long list in a note. The output of --json has all of it.
func shortened(note string) string {
	const items = 6
	parts := strings.Split(note, ", ")
	if len(parts) <= items+2 {
		return note
	}
	return fmt.Sprintf("%s and %d more", strings.Join(parts[:items], ", "), len(parts)-items)
}

// showRecording loads the written folder as a fixture and prints what it holds.
func showRecording(cmd *cobra.Command, out string, made record.Summary, json bool) error {
	if json {
		return printJSON(cmd, made)
	}
	if len(made.Files) == 1 { // fixture.yaml
		return fmt.Errorf("%s: the user has no data; connect a provider first, and let its history arrive", cmd.Name())
	}
	for _, note := range made.Notes {
		fmt.Fprintf(cmd.OutOrStdout(), "note: %s\n", shortened(note))
	}
	f, err := simulator.LoadFixture(asPath(out))
	if err != nil {
		return fmt.Errorf("the written folder is not a valid fixture; fix the files and check again:\n%w", err)
	}
	return showFixture(cmd.OutOrStdout(), f)
}
