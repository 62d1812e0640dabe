package wire

import (
	"reflect"
	"slices"
	"strings"
	"sync"
)

// A layout locates the fields of a record by their JSON keys, including those of
// embedded structs among them.
type layout struct {
	keys     []string
	index    [][]int // as reflect.Value.FieldByIndex takes it
	onlyTrue []bool  // the schema allows true or null (vital.md 9.33)
}

var layouts sync.Map // by reflect.Type

// layoutOf returns the layout of a struct. It is read-only.
func layoutOf(t reflect.Type) *layout {
	if known, ok := layouts.Load(t); ok {
		return known.(*layout)
	}
	l := &layout{}
	for _, f := range reflect.VisibleFields(t) {
		if key, _, _ := strings.Cut(f.Tag.Get("json"), ","); key != "" && key != "-" && !f.Anonymous {
			l.keys, l.index = append(l.keys, key), append(l.index, slices.Clone(f.Index))
			l.onlyTrue = append(l.onlyTrue, f.Tag.Get("wire") == "true")
		}
	}
	known, _ := layouts.LoadOrStore(t, l)
	return known.(*layout)
}
