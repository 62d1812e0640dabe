package vital

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// An Object is a JSON object with free keys, such as provider slugs; a slice
// keeps their order, on the wire and back.
type Object[T appender] []Member[T]

// A Member is one key of an Object with its value.
type Member[T appender] struct {
	Name  string
	Value T
}

// Get returns the value of a key.
func (o Object[T]) Get(name string) (v T, ok bool) {
	for _, m := range o {
		if m.Name == name {
			return m.Value, true
		}
	}
	return v, false
}

// AppendJSON appends the object, its keys in order.
func (o Object[T]) AppendJSON(b []byte) []byte {
	b = append(b, '{')
	for i, m := range o {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendString(b, m.Name), ':')
		b = m.Value.AppendJSON(b)
	}
	return append(b, '}')
}

// MarshalJSON returns what AppendJSON appends.
func (o Object[T]) MarshalJSON() ([]byte, error) { return o.AppendJSON(nil), nil }

// UnmarshalJSON reads the object and keeps the order of its keys.
func (o *Object[T]) UnmarshalJSON(b []byte) error {
	list := Object[T]{}
	err := decodeMembers(b, func(name string, d *json.Decoder) error {
		m := Member[T]{Name: name}
		err := d.Decode(&m.Value)
		list = append(list, m)
		return err
	})
	if err == nil {
		*o = list
	}
	return err
}

// decodeMembers calls value for each key of an object to decode what stands
// under it.
func decodeMembers(b []byte, value func(name string, d *json.Decoder) error) error {
	d := json.NewDecoder(bytes.NewReader(b))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return fmt.Errorf("decode %.20q: want an object", b)
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return err
		}
		if err := value(key.(string), d); err != nil {
			return fmt.Errorf("decode %s: %w", key, err)
		}
	}
	return nil
}
