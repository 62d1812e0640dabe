package main

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// envName returns the environment variable of a flag: VITALSIM_RUN_ID for run-id. A
// flag on the command line takes precedence.
func envName(flag string) string {
	return "VITALSIM_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// hasNoEnv reports whether a flag has no environment variable, as those that cobra adds.
func hasNoEnv(flag string) bool { return flag == "help" || flag == "version" }

// fromEnv is the annotation of flags that the environment has set.
const fromEnv = "from-env"

// origins returns which flags in the text of an error the environment has set, so that
// nobody looks for them on the command line.
func origins(cmd *cobra.Command, text string) (lines string) {
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if _, ok := f.Annotations[fromEnv]; ok && regexp.MustCompile(`--`+f.Name+`\b`).MatchString(text) {
			lines += fmt.Sprintf("; --%s is set by %s", f.Name, envName(f.Name))
		}
	})
	return lines
}

// applyEnv sets flags that are not on the command line from the environment.
func applyEnv(cmd *cobra.Command, env environ) error {
	var errs []error
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		value, ok := env(envName(f.Name))
		if f.Changed || !ok || hasNoEnv(f.Name) {
			return
		}
		if err := cmd.Flags().Set(f.Name, value); err != nil {
			errs = append(errs, fmt.Errorf("%s=%w", envName(f.Name), valueError(err)))
			return
		}
		err := checkValues(f)
		if f.Changed = err == nil; err != nil { // checkGiven would name the flag
			errs = append(errs, fmt.Errorf("%s=%q: %w", envName(f.Name), value, err))
			return
		}
		_ = cmd.Flags().SetAnnotation(f.Name, fromEnv, []string{envName(f.Name)}) // the flag exists
	})
	return errors.Join(errs...)
}

// describeEnv adds the environment variables to the help.
func describeEnv(root *cobra.Command) {
	for _, cmd := range root.Commands() {
		describeEnv(cmd)
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			if !hasNoEnv(f.Name) {
				f.Usage += " [" + envName(f.Name) + "]"
			}
		})
	}
}
