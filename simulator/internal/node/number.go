package node

import (
	"math"
	"regexp"
	"strconv"

	"gopkg.in/yaml.v3"
)

// decimal is a number in plain decimal notation, as in JSON.
var decimal = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$`)

// misread reports whether YAML reads the value as a number that a person may not
// mean: 010 is 8, 1_000 is 1000 and 0x10 is 16.
func misread(n *yaml.Node) bool {
	return isNumber(n) && !decimal.MatchString(n.Value) && meant(n) != ""
}

func isNumber(n *yaml.Node) bool {
	tag := n.ShortTag()
	return n.Kind == yaml.ScalarNode && (tag == "!!int" || tag == "!!float")
}

// meant returns the number that YAML reads, in plain decimal notation, or "" for
// infinity and what is no number.
func meant(n *yaml.Node) string {
	var whole int64
	var positive uint64
	var x float64
	if n.ShortTag() == "!!int" { // the library cuts the decimals of a float
		if n.Decode(&whole) == nil {
			return strconv.FormatInt(whole, 10)
		}
		if n.Decode(&positive) == nil {
			return strconv.FormatUint(positive, 10)
		}
	}
	if n.Decode(&x) != nil || math.IsNaN(x) || math.IsInf(x, 0) {
		return ""
	}
	return strconv.FormatFloat(x, 'g', -1, 64)
}

// Number reads a number. It returns false for NaN, infinity and other values.
func Number(n *yaml.Node) (x float64, ok bool) {
	ok = isNumber(n) && n.Decode(&x) == nil
	return x, ok && !math.IsNaN(x) && !math.IsInf(x, 0)
}
