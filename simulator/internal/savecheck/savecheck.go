// Package savecheck finds fields that a saved struct would lose. The tests of
// packages that save their state in JSON use it.
package savecheck

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// Struct checks that each field of a struct either has a key in JSON or is named
// as an exception: one that is saved elsewhere, or that loading computes. It
// returns the problems, among them exceptions that the struct does not have.
func Struct(s any, exceptions ...string) (problems []string) {
	typ := reflect.TypeOf(s)
	unused := slices.Clone(exceptions)
	for i := range typ.NumField() {
		f := typ.Field(i)
		key, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		saved := f.Anonymous || f.IsExported() && key != "" && key != "-"
		if saved == slices.Contains(exceptions, f.Name) {
			problems = append(problems, fmt.Sprintf("%s of %s: give it a key in JSON, or name it as saved elsewhere or computed; not both", f.Name, typ))
		}
		unused = slices.DeleteFunc(unused, func(name string) bool { return name == f.Name })
	}
	if len(unused) > 0 {
		problems = append(problems, fmt.Sprintf("%s has no %v", typ, unused))
	}
	return problems
}
