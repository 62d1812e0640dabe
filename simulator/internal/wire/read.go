package wire

import (
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A Reading is the result of Read: all that differs from the schema. Keys are
// paths inside the object: heart_rate.avg_bpm, stage_type[3].
type Reading struct {
	Missing  []string      // keys that the object lacks and the schema needs
	Absent   []string      // keys that the object lacks and that may be null
	Unknown  []string      // keys that the schema lacks, but for those that are known to be without meaning
	Rounded  []Rounding    // numbers with more decimals than are kept
	Problems []*FieldError // values that the schema refuses
}

// A Rounding is a number that was rounded.
type Rounding struct {
	Key      string
	Decimals int // that are kept: two of a Decimal, six of a Fine
}

// Read fills a record, such as a *Sleep or a *Source, from a JSON object that
// was decoded with json.Decoder.UseNumber. Unlike encoding/json it tells a
// missing key from null, and tells everything that is wrong at once. A missing
// key leaves its field as it is; whether that is right the caller decides. The
// keys of an Object are in alphabetical order, as a map has none.
func Read(record any, object map[string]any) Reading {
	var r Reading
	r.object(reflect.ValueOf(record).Elem(), "", object)
	return r
}

// idle are keys that carry nothing of their own: deprecated ones that are
// always null or without meaning, and copies of what stands in source.
var idle = []string{
	"sleep_stream", "source_provider", "source_type", "source_app_id", "source_device_id", "priority_id", "source_id", "provider_id",
}

func (r *Reading) object(record reflect.Value, path string, object map[string]any) {
	l := layoutOf(record.Type())
	for i, key := range l.keys {
		field := record.FieldByIndex(l.index[i])
		value, ok := object[key]
		switch {
		case !ok && nullable(field.Type()):
			r.Absent = append(r.Absent, path+key)
			continue
		case !ok:
			r.Missing = append(r.Missing, path+key)
			continue
		}
		if value == false && l.onlyTrue[i] {
			r.refuse(path+key, errTrue)
			continue
		}
		if names := namesOf(record, key); names != nil {
			value = r.named(path+key, value, names)
		}
		r.value(field, path+key, value)
	}
	for _, key := range slices.Sorted(maps.Keys(object)) {
		if !slices.Contains(l.keys, key) && !slices.Contains(idle, key) {
			r.Unknown = append(r.Unknown, path+key)
		}
	}
}

// named returns an object with those of its members that may be there.
func (r *Reading) named(path string, value any, names []string) any {
	object, ok := value.(map[string]any)
	if !ok {
		return value
	}
	kept := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if slices.Contains(names, name) {
			kept[name] = object[name]
		} else {
			r.Unknown = append(r.Unknown, path+"."+name)
		}
	}
	return kept
}

func (r *Reading) refuse(path string, cause error) {
	r.Problems = append(r.Problems, &FieldError{Field: path, Cause: cause})
}

// value reads a field, which is a Null or a plain value.
func (r *Reading) value(field reflect.Value, path string, value any) {
	v, valid, ok := nullOf(field)
	switch {
	case !ok:
		r.plain(field, path, value)
	case value == nil:
		field.SetZero()
	default:
		valid.SetBool(true)
		r.plain(v, path, value)
	}
}

func (r *Reading) plain(field reflect.Value, path string, value any) {
	object, isObject := value.(map[string]any)
	parse := readerFor(field.Interface())
	if isObject && field.Kind() == reflect.Struct {
		r.object(field, path+".", object)
		return
	}
	if parse == nil {
		r.nested(field, path, value)
		return
	}
	v, err := parse(value)
	if err == nil {
		err = checkAmount(path, v)
	}
	if err != nil {
		r.refuse(path, err)
		return
	}
	field.Set(reflect.ValueOf(v).Convert(field.Type()))
	switch kept := v.(type) {
	case vital.Decimal:
		r.round(path, value, kept.Float(), 2)
	case vital.Fine:
		r.round(path, value, kept.Float(), 6)
	}
}

func (r *Reading) round(path string, value any, kept float64, decimals int) {
	if f, _ := number(value); math.Abs(f-kept) > 1e-9*max(1, math.Abs(f)) {
		r.Rounded = append(r.Rounded, Rounding{path, decimals})
	}
}

// nested reads a list of objects, or an object with free keys.
func (r *Reading) nested(field reflect.Value, path string, value any) {
	if isObject(field.Type()) {
		object, isObject := value.(map[string]any)
		if !isObject {
			r.refuse(path, wanted("an object", value))
			return
		}
		field.Set(reflect.MakeSlice(field.Type(), 0, len(object)))
		for _, name := range slices.Sorted(maps.Keys(object)) {
			added, v := member(field, name)
			r.value(v, path+"."+name, object[name])
			field.Set(added)
		}
		return
	}
	if field.Kind() != reflect.Slice {
		r.refuse(path, wanted("an object", value))
		return
	}
	items, isList := value.([]any)
	if !isList {
		r.refuse(path, wanted("a list of objects", value))
		return
	}
	list := reflect.MakeSlice(field.Type(), len(items), len(items))
	for i, item := range items {
		r.plain(list.Index(i), fmt.Sprintf("%s[%d]", path, i), item)
	}
	field.Set(list)
}
