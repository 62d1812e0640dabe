package wire

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A FieldError is the reason why SetField refused a value.
type FieldError struct {
	Field string   // the key as it was given; a nested one with its path: heart_rate.avg_bpm
	Known []string // the keys that could be set, where Field is not one of them
	Cause error
}

// Error returns one line: set efficiency: want a number, not "high".
func (e *FieldError) Error() string { return "set " + e.Field + ": " + e.Cause.Error() }

// Unwrap returns the cause.
func (e *FieldError) Unwrap() error { return e.Cause }

// What identifies a record or ties it to others, and what the simulator itself
// keeps, cannot be edited.
var fixedFields = []string{"id", "user_id", "sleep_id", "provider_id", "source", "created_at", "updated_at"}

var (
	errFixed   = errors.New("cannot be edited")
	errUnknown = errors.New("unknown field")
	errTrue    = errors.New("want true or null: Vital never sends false")
	errMissing = errors.New("missing")
)

// SetField changes one field of a record, such as an *Activity or a *Sleep, or
// of a sample, by its JSON key. The value is what a YAML or JSON file yields:
// nil (only where the schema allows null), a bool, a number, a string, a
// time.Time, a list, or for an object such as heart_rate a map, whose keys are
// set in what is there. A list of objects is replaced as a whole. A sport may
// also be given by its slug. The record is unchanged where an error is
// returned; it is always a *FieldError.
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

// Keys returns the keys of a record in the order of the schema. The record is a
// struct or a pointer to one.
func Keys(record any) []string {
	t := reflect.TypeOf(record)
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return slices.Clone(layoutOf(t).keys)
}

// Fields returns the keys of a record that SetField can change, in the order of
// the schema.
func Fields(record any) []string {
	return slices.DeleteFunc(Keys(record), func(key string) bool { return slices.Contains(fixedFields, key) })
}

func setKey(record reflect.Value, path, key string, value any) error {
	l := layoutOf(record.Type())
	i := slices.Index(l.keys, key)
	if i < 0 {
		known := l.keys
		if path == "" {
			known = Fields(record.Interface())
		}
		return &FieldError{Field: path + key, Known: known, Cause: errUnknown}
	}
	if l.onlyTrue[i] && value == false {
		return &FieldError{Field: path + key, Cause: errTrue}
	}
	if names := namesOf(record, key); names != nil {
		object, _ := value.(map[string]any)
		for _, name := range slices.Sorted(maps.Keys(object)) {
			if !slices.Contains(names, name) {
				return &FieldError{Field: path + key + "." + name, Known: names, Cause: errUnknown}
			}
		}
	}
	return setValue(record.FieldByIndex(l.index[i]), path+key, value)
}

// setValue stores value in a field, which is a Null or a plain value.
func setValue(field reflect.Value, path string, value any) error {
	v, valid, ok := nullOf(field)
	if !ok {
		return setPlain(field, path, value)
	}
	if value == nil {
		field.SetZero()
		return nil
	}
	edited := reflect.New(v.Type()).Elem()
	if valid.Bool() {
		edited.Set(v)
	}
	if err := setPlain(edited, path, value); err != nil {
		return err
	}
	v.Set(edited)
	valid.SetBool(true)
	return nil
}

func setPlain(field reflect.Value, path string, value any) error {
	object, isMap := value.(map[string]any)
	parse := parserFor(field.Interface())
	if _, ok := field.Interface().(vital.Sport); ok && isMap {
		parse = nil // a sport is a slug or an object
	}
	if parse != nil {
		v, err := parse(value)
		if err == nil {
			err = checkAmount(path, v)
		}
		if err != nil {
			return &FieldError{Field: path, Cause: err}
		}
		field.Set(reflect.ValueOf(v).Convert(field.Type()))
		return nil
	}
	if field.Kind() == reflect.Slice && !isObject(field.Type()) {
		return setList(field, path, value)
	}
	if !isMap {
		return &FieldError{Field: path, Cause: wanted("an object", value)}
	}
	edited := reflect.New(field.Type()).Elem()
	edited.Set(field)
	for _, key := range slices.Sorted(maps.Keys(object)) {
		if !isObject(field.Type()) {
			if err := setKey(edited, path+".", key, object[key]); err != nil {
				return err
			}
			continue
		}
		added, v := member(edited, key)
		if err := setValue(v, path+"."+key, object[key]); err != nil {
			return err
		}
		edited.Set(added)
	}
	field.Set(edited)
	return nil
}

// setList replaces a list of objects. What is not null in the schema must be
// given of each.
func setList(field reflect.Value, path string, value any) error {
	items, ok := value.([]any)
	if !ok {
		return &FieldError{Field: path, Cause: wanted("a list of objects", value)}
	}
	list := reflect.MakeSlice(field.Type(), len(items), len(items))
	for i, item := range items {
		where := fmt.Sprintf("%s[%d]", path, i)
		object, isMap := item.(map[string]any)
		if !isMap {
			return &FieldError{Field: where, Cause: wanted("an object", item)}
		}
		for _, key := range slices.Sorted(maps.Keys(object)) {
			if err := setKey(list.Index(i), where+".", key, object[key]); err != nil {
				return err
			}
		}
		l := layoutOf(field.Type().Elem())
		for j, key := range l.keys {
			if _, given := object[key]; !given && !nullable(list.Index(i).FieldByIndex(l.index[j]).Type()) {
				return &FieldError{Field: where + "." + key, Cause: errMissing}
			}
		}
	}
	field.Set(list)
	return nil
}
