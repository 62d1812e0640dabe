package main

import (
	"errors"
	"regexp"
	"strconv"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// decimal is a number in plain decimal notation, as in JSON.
var decimal = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$`)

var errNotDecimal = errors.New("want a plain decimal number such as 8 or 0.5")

// parseDecimal parses a number in plain decimal notation.
func parseDecimal(text string) (float64, error) {
	x, err := strconv.ParseFloat(text, 64)
	if err == nil && !decimal.MatchString(text) {
		err = errNotDecimal
	}
	return x, err
}

// A decimalValue is the value of a flag that takes numbers in plain decimal notation
// only. pflag would read 010 as eight and 1_000 as a thousand.
type decimalValue struct{ pflag.Value }

func (v decimalValue) Set(text string) error {
	if err := v.Value.Set(text); err != nil {
		return err
	}
	if !decimal.MatchString(text) {
		return errNotDecimal
	}
	return nil
}

// takeDecimals makes the flags of all commands take plain decimal numbers only.
func takeDecimals(root *cobra.Command) {
	for _, cmd := range root.Commands() {
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			if t := f.Value.Type(); t == "int" || t == "float64" {
				f.Value = decimalValue{f.Value}
			}
		})
		takeDecimals(cmd)
	}
}
