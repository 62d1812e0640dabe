package vital

import (
	"reflect"
	"slices"
	"strings"
	"sync"
)

// A layout locates the fields of a record by their JSON keys, including those of
// embedded structs among them.
type layout struct {
	keys  []string
	index [][]int // as reflect.Value.FieldByIndex takes it
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
		}
	}
	known, _ := layouts.LoadOrStore(t, l)
	return known.(*layout)
}

// namesOf returns the names that an object under a key of a record may have; nil
// for any.
func namesOf(record reflect.Value, key string) []string {
	if r, ok := record.Interface().(interface{ names(key string) []string }); ok {
		return r.names(key)
	}
	return nil
}
