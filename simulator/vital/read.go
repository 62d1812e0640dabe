package vital

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"strings"

	"github.com/google/uuid"
)

// A Reading is what Read has to say of an object that it has read. Keys are
// paths inside the object: heart_rate.avg_bpm, stage_type[3].
type Reading struct {
	Missing  []string      // keys of the schema that the object lacks
	Unknown  []string      // keys that the schema lacks, but for those that are known to be without meaning
	Rounded  []string      // numbers with more decimals than are kept
	Problems []*FieldError // values that the schema refuses
}

// Read fills a record, such as a *Sleep or a *Source, from a JSON object that
// was decoded with json.Decoder.UseNumber. Unlike encoding/json it tells a
// missing key from null, and tells everything that is wrong at once. A missing
// key leaves its field as it is; whether that is right the caller decides.
func Read(record any, object map[string]any) Reading {
	var r Reading
	r.object(reflect.ValueOf(record).Elem(), "", object)
	return r
}

// idle are keys that carry nothing of their own: deprecated ones that are
// always null, and copies of what stands in source.
var idle = []string{"sleep_stream", "source_provider", "source_type", "source_app_id", "source_device_id"}

func (r *Reading) object(record reflect.Value, path string, object map[string]any) {
	keys := jsonKeys(record.Type())
	for i, key := range keys {
		value, ok := object[key]
		if !ok {
			r.Missing = append(r.Missing, path+key)
			continue
		}
		if value == false && slices.Contains(trueFields, key) {
			r.refuse(path+key, errTrue)
			continue
		}
		r.value(record.Field(i), path+key, value)
	}
	for _, key := range slices.Sorted(maps.Keys(object)) {
		if !slices.Contains(keys, key) && !slices.Contains(idle, key) {
			r.Unknown = append(r.Unknown, path+key)
		}
	}
}

func (r *Reading) refuse(path string, cause error) {
	r.Problems = append(r.Problems, &FieldError{Field: path, Cause: cause})
}

// value reads a field, which is a Null or a plain value.
func (r *Reading) value(field reflect.Value, path string, value any) {
	null, ok := field.Addr().Interface().(interface{ slot() (any, *bool) })
	if !ok {
		r.plain(field, path, value)
		return
	}
	if value == nil {
		field.SetZero()
		return
	}
	v, valid := null.slot()
	*valid = true
	r.plain(reflect.ValueOf(v).Elem(), path, value)
}

func (r *Reading) plain(field reflect.Value, path string, value any) {
	object, isObject := value.(map[string]any)
	parse := readerFor(field.Interface())
	if isObject && field.Kind() == reflect.Struct {
		r.object(field, path+".", object)
		return
	}
	if parse == nil {
		r.refuse(path, wanted("an object", value))
		return
	}
	v, err := parse(value)
	if err != nil {
		r.refuse(path, err)
		return
	}
	field.Set(reflect.ValueOf(v).Convert(field.Type()))
	if d, ok := v.(Decimal); ok {
		if f, _ := number(value); math.Abs(f-d.Float()) > 1e-9*max(1, math.Abs(f)) {
			r.Rounded = append(r.Rounded, path)
		}
	}
}

// readerFor is parserFor with what is read, but cannot be edited.
func readerFor(v any) parser {
	switch v.(type) {
	case ID:
		return parseID
	case []int64:
		return parseInt64s
	case IntColumn:
		return columnParser(GapInt, func(v any) (int32, error) {
			n, err := parseInt(v)
			if err != nil {
				return 0, err
			}
			if i := n.(int); i > math.MinInt32 && i <= math.MaxInt32 {
				return int32(i), nil
			}
			return 0, errors.New("out of range")
		})
	case DecimalColumn:
		return columnParser(GapDecimal, func(v any) (Decimal, error) {
			d, err := parseDecimal(v)
			if err != nil {
				return 0, err
			}
			return d.(Decimal), nil
		})
	case DegreesColumn:
		return columnParser(GapDegrees, func(v any) (Degrees, error) {
			f, ok := number(v)
			if !ok || math.IsNaN(f) || math.Abs(f) > maxDegrees {
				return 0, wanted("degrees from -180 to 180", v)
			}
			return DegreesOf(f), nil
		})
	}
	return parserFor(v)
}

func parseID(value any) (any, error) {
	if s, ok := value.(string); ok && len(s) == 36 {
		if id, err := uuid.Parse(s); err == nil {
			return id, nil
		}
	}
	return nil, wanted("a UUID", value)
}

func parseInt64s(value any) (any, error) {
	list, ok := value.([]any)
	if !ok {
		return nil, wanted("a list of whole numbers", value)
	}
	out := make([]int64, len(list))
	for i, v := range list {
		n, err := parseInt(v)
		if err != nil {
			return nil, fmt.Errorf("item %d: %w", i+1, err)
		}
		out[i] = int64(n.(int))
	}
	return out, nil
}

// columnParser reads a list whose gaps are null; a list that is null is a nil
// column.
func columnParser[T any](gap T, each func(any) (T, error)) parser {
	return func(value any) (any, error) {
		if value == nil {
			return []T(nil), nil
		}
		list, ok := value.([]any)
		if !ok {
			return nil, wanted("a list of numbers", value)
		}
		column := make([]T, len(list))
		for i, v := range list {
			column[i] = gap
			if v == nil {
				continue
			}
			var err error
			if column[i], err = each(v); err != nil {
				return nil, fmt.Errorf("item %d: %w", i+1, err)
			}
		}
		return column, nil
	}
}

// Nullable is whether the schema allows null under a key of a record, named by
// its path as in Reading.
func Nullable(record any, path string) bool {
	t := reflect.TypeOf(record)
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	for {
		key, rest, nested := strings.Cut(path, ".")
		i := slices.Index(jsonKeys(t), key)
		if i < 0 {
			return false
		}
		field := reflect.New(t.Field(i).Type)
		null, isNull := field.Interface().(interface{ slot() (any, *bool) })
		if !nested {
			return isNull || field.Elem().Kind() == reflect.Slice
		}
		path, t = rest, t.Field(i).Type
		if isNull {
			v, _ := null.slot()
			t = reflect.TypeOf(v).Elem()
		}
		if t.Kind() != reflect.Struct {
			return false
		}
	}
}
