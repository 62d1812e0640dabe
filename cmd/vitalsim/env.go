package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Every flag has a twin in the environment: --run-id is VITALSIM_RUN_ID. A
// flag that is given wins.
func twin(flag string) string {
	return "VITALSIM_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// withoutTwin are the flags that cobra adds itself.
func withoutTwin(flag string) bool { return flag == "help" || flag == "version" }

// applyEnv sets the flags that are not given from their twins.
func applyEnv(cmd *cobra.Command, env environ) error {
	var errs []error
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		value, ok := env(twin(f.Name))
		if f.Changed || !ok || withoutTwin(f.Name) {
			return
		}
		if err := cmd.Flags().Set(f.Name, value); err != nil {
			errs = append(errs, fmt.Errorf("%s=%q: %w", twin(f.Name), value, err))
		}
	})
	return errors.Join(errs...)
}

// describeEnv adds the twins to the help.
func describeEnv(root *cobra.Command) {
	for _, cmd := range root.Commands() {
		describeEnv(cmd)
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			if !withoutTwin(f.Name) {
				f.Usage += " [" + twin(f.Name) + "]"
			}
		})
	}
}
