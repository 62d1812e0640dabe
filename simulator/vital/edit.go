package vital

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// A FieldError says why SetField refused a value.
type FieldError struct {
	Field string   // the key as it was given; a nested one with its path: heart_rate.avg_bpm
	Known []string // the keys that could be set, where Field is not one of them
	Cause error
}

// Error is one line: set efficiency: want a number, not "high".
func (e *FieldError) Error() string { return "set " + e.Field + ": " + e.Cause.Error() }

// Unwrap is the cause.
func (e *FieldError) Unwrap() error { return e.Cause }

// What identifies a record or ties it to others, and what the simulator itself
// keeps, cannot be edited.
var fixedFields = []string{"id", "user_id", "sleep_id", "provider_id", "source", "created_at", "updated_at"}

// trueFields are constants of the schema: true or null (trap 33).
var trueFields = []string{"wheelchair_use"}

var (
	errFixed   = errors.New("cannot be edited")
	errUnknown = errors.New("unknown field")
	errTrue    = errors.New("want true or null: Vital never sends false")
)

// SetField changes one field of a record, such as an *Activity or a *Sleep, by
// its JSON key. The value is what a YAML or JSON file yields: nil (only where
// the schema allows null), a bool, a number, a string, a time.Time, a list, or
// for an object such as heart_rate a map, whose keys are set in what is there.
// A sport may also be given by its slug. The record is unchanged where an error
// is returned; it is always a *FieldError.
func SetField(record any, key string, value any) error {
	p := reflect.ValueOf(record)
	if p.Kind() != reflect.Pointer || p.Elem().Kind() != reflect.Struct {
		return &FieldError{Field: key, Cause: fmt.Errorf("%T is not a pointer to a record", record)}
	}
	if slices.Contains(fixedFields, key) {
		return &FieldError{Field: key, Cause: errFixed}
	}
	return setKey(p.Elem(), "", key, value)
}

// Fields are the keys of a record that SetField can change, in the order of
// the schema. The record is a struct or a pointer to one.
func Fields(record any) []string {
	t := reflect.TypeOf(record)
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return slices.DeleteFunc(jsonKeys(t), func(key string) bool { return slices.Contains(fixedFields, key) })
}

func jsonKeys(t reflect.Type) []string {
	keys := make([]string, t.NumField())
	for i := range keys {
		keys[i] = jsonKey(t.Field(i))
	}
	return keys
}

func setKey(record reflect.Value, path, key string, value any) error {
	t := record.Type()
	for i := range t.NumField() {
		if jsonKey(t.Field(i)) != key {
			continue
		}
		if slices.Contains(trueFields, key) && value == false {
			return &FieldError{Field: path + key, Cause: errTrue}
		}
		return setValue(record.Field(i), path+key, value)
	}
	known := jsonKeys(t)
	if path == "" {
		known = Fields(record.Interface())
	}
	return &FieldError{Field: path + key, Known: known, Cause: errUnknown}
}

// setValue stores value in a field, which is a Null or a plain value.
func setValue(field reflect.Value, path string, value any) error {
	null, ok := field.Addr().Interface().(interface{ slot() (any, *bool) })
	if !ok {
		return setPlain(field, path, value)
	}
	v, valid := null.slot()
	if value == nil {
		field.SetZero()
		return nil
	}
	target := reflect.ValueOf(v).Elem()
	edited := reflect.New(target.Type()).Elem()
	if *valid {
		edited.Set(target)
	}
	if err := setPlain(edited, path, value); err != nil {
		return err
	}
	target.Set(edited)
	*valid = true
	return nil
}

func setPlain(field reflect.Value, path string, value any) error {
	object, isMap := value.(map[string]any)
	parse := parserFor(field.Interface())
	if _, ok := field.Interface().(Sport); ok && isMap {
		parse = nil // a sport is a slug or an object
	}
	if parse != nil {
		v, err := parse(value)
		if err != nil {
			return &FieldError{Field: path, Cause: err}
		}
		field.Set(reflect.ValueOf(v).Convert(field.Type()))
		return nil
	}
	if field.Kind() != reflect.Struct || !isMap {
		return &FieldError{Field: path, Cause: wanted("an object", value)}
	}
	edited := reflect.New(field.Type()).Elem()
	edited.Set(field)
	for _, key := range slices.Sorted(maps.Keys(object)) {
		if err := setKey(edited, path+".", key, object[key]); err != nil {
			return err
		}
	}
	field.Set(edited)
	return nil
}

func jsonKey(f reflect.StructField) string {
	key, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return key
}
