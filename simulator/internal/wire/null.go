package wire

import (
	"reflect"
	"slices"

	"github.com/vitalsim/vitalsim/simulator/internal/codec"
)

// nullOf returns the value of a field that is a vital.Null and whether it is
// there, both to be set.
func nullOf(field reflect.Value) (value, valid reflect.Value, ok bool) {
	if !codec.Nullable(field.Type()) {
		return reflect.Value{}, reflect.Value{}, false
	}
	return field.Field(0), field.Field(1), true
}

// isObject reports whether a type is a vital.Object: a list of names and values.
func isObject(t reflect.Type) bool {
	if t.Kind() != reflect.Slice || t.Elem().Kind() != reflect.Struct || t.Elem().NumField() != 2 {
		return false
	}
	return t.Elem().Field(0).Name == "Name" && t.Elem().Field(1).Name == "Value"
}

// member returns a copy of a vital.Object and the value under a name in it, to be
// set. A new name comes last.
func member(object reflect.Value, name string) (copied, value reflect.Value) {
	copied = reflect.MakeSlice(object.Type(), object.Len(), object.Len()+1)
	reflect.Copy(copied, object)
	for i := range copied.Len() {
		if copied.Index(i).Field(0).String() == name {
			return copied, copied.Index(i).Field(1)
		}
	}
	added := reflect.New(object.Type().Elem()).Elem()
	added.Field(0).SetString(name)
	copied = reflect.Append(copied, added)
	return copied, copied.Index(copied.Len() - 1).Field(1)
}

// nullable reports whether a field of a type may be absent: a vital.Null, a list or a
// column, for which nil stands, or an object of nothing but such fields.
func nullable(t reflect.Type) bool {
	if t.Kind() == reflect.Slice || codec.Nullable(t) {
		return true
	}
	if t.Kind() != reflect.Struct {
		return false
	}
	l := layoutOf(t)
	return len(l.keys) > 0 && !slices.ContainsFunc(l.index, func(at []int) bool { return !nullable(t.FieldByIndex(at).Type) })
}
