package standin

import (
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Text reads a string; what is null or unknown is empty.
func Text(value tftypes.Value) string {
	return read[string](value)
}

// Bool reads a truth value; what is null or unknown is false.
func Bool(value tftypes.Value) bool { return read[bool](value) }

// Int reads a whole number; what is null or unknown is 0.
func Int(value tftypes.Value) int64 {
	var number big.Float
	if !value.IsKnown() || value.IsNull() || value.As(&number) != nil {
		return 0
	}

	whole, _ := number.Int64()

	return whole
}

// List reads the elements of a list, set or tuple; what is null or unknown has none.
func List(value tftypes.Value) []tftypes.Value { return read[[]tftypes.Value](value) }

// Texts reads a list or set of strings; what is null or unknown has none.
func Texts(value tftypes.Value) []string {
	elements := List(value)
	texts := make([]string, len(elements))

	for index, element := range elements {
		texts[index] = Text(element)
	}

	return texts
}

// Object reads an object, a map or a block; what is null or unknown is empty.
func Object(value tftypes.Value) Values { return read[map[string]tftypes.Value](value) }

// At reads a value inside objects; it is null where one of them is.
func At(values Values, names ...string) tftypes.Value {
	for _, name := range names[:len(names)-1] {
		values = Object(values[name])
	}

	if found, ok := values[names[len(names)-1]]; ok {
		return found
	}

	return tftypes.NewValue(tftypes.DynamicPseudoType, nil)
}

// TextKnown reads a string; null is the empty one.
func TextKnown(value tftypes.Value) (content string, known bool) {
	return Text(value), value.IsKnown()
}

// TextsKnown reads the known strings of a list; known says whether these are all.
func TextsKnown(value tftypes.Value) (content []string, known bool) {
	if !value.IsKnown() {
		return nil, false
	}

	elements := List(value)
	for _, element := range elements {
		if text, elementKnown := TextKnown(element); elementKnown {
			content = append(content, text)
		}
	}

	return content, len(content) == len(elements)
}

// Duration reads a time as Go writes it, such as 10m; what is null is the given default.
func Duration(value tftypes.Value, otherwise time.Duration) (time.Duration, error) {
	text := Text(value)
	if text == "" {
		return otherwise, nil
	}

	return time.ParseDuration(text)
}

func read[T any](value tftypes.Value) T {
	var content T
	if !value.IsKnown() || value.IsNull() || value.As(&content) != nil {
		var zero T

		return zero
	}

	return content
}

// Set gives an attribute new content, in the type that it has: nil, a string, a truth value, a number, a list or a map of
// them, or a value. Content that does not fit is a fault of the program and panics.
func Set(values Values, name string, content any) {
	current, ok := values[name]
	if !ok {
		panic(fmt.Sprintf("there is no attribute %s", name))
	}

	values[name] = Of(current.Type(), content)
}

// Of makes a value of a type, as Set does. An object gets null where the content has no key.
func Of(of tftypes.Type, content any) tftypes.Value {
	switch content := content.(type) {
	case nil:
		return tftypes.NewValue(of, nil)
	case tftypes.Value:
		return content
	case []string:
		return Of(of, elements(content))
	case []map[string]any:
		return Of(of, elements(content))
	case map[string]string:
		return Of(of, entries(content))
	case Values:
		return Of(of, entries(content))
	case []any:
		values := make([]tftypes.Value, len(content))
		for index, element := range content {
			values[index] = Of(elementType(of), element)
		}

		return tftypes.NewValue(of, values)
	case map[string]any:
		return ofEntries(of, content)
	default:
		return tftypes.NewValue(of, content)
	}
}

func elements[T any](content []T) []any {
	list := make([]any, len(content))
	for index, element := range content {
		list[index] = element
	}

	return list
}

func entries[T any](content map[string]T) map[string]any {
	all := make(map[string]any, len(content))
	for key, entry := range content {
		all[key] = entry
	}

	return all
}

func ofEntries(of tftypes.Type, content map[string]any) tftypes.Value {
	values := make(map[string]tftypes.Value, len(content))

	object, isObject := of.(tftypes.Object)
	if !isObject {
		for key, entry := range content {
			values[key] = Of(elementType(of), entry)
		}

		return tftypes.NewValue(of, values)
	}

	for name := range content {
		if _, known := object.AttributeTypes[name]; !known {
			panic(fmt.Sprintf("there is no attribute %s in %s", name, of))
		}
	}

	for name, kind := range object.AttributeTypes {
		values[name] = Of(kind, content[name])
	}

	return tftypes.NewValue(of, values)
}

func elementType(of tftypes.Type) tftypes.Type {
	switch of := of.(type) {
	case tftypes.List:
		return of.ElementType
	case tftypes.Set:
		return of.ElementType
	case tftypes.Map:
		return of.ElementType
	default:
		panic(fmt.Sprintf("%s has no elements", of))
	}
}

// ExactlyOne is the rule that one attribute of several is given, as soon as all of them are known.
func ExactlyOne(names ...string) Rule {
	return func(config Values) *Fault {
		set := 0

		for _, name := range names {
			switch {
			case !config[name].IsKnown():
				return nil
			case !config[name].IsNull():
				set++
			}
		}

		if set == 1 {
			return nil
		}

		subject := "No attribute"
		if set > 1 {
			subject = fmt.Sprintf("%d attributes", set)
		}

		return &Fault{
			Attribute: names[0],
			Summary:   "Invalid Attribute Combination",
			Detail:    fmt.Sprintf("%s specified when one (and only one) of [%s] is required", subject, strings.Join(names, ",")),
		}
	}
}
