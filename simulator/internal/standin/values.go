package standin

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// visitor sees what a value consists of, outer before inner.
type visitor struct {
	// attribute returns the value that takes the place of the given one.
	attribute func(path *tftypes.AttributePath, attribute *tfprotov6.SchemaAttribute, value tftypes.Value) tftypes.Value
	// block sees every nested block that is there; it may be nil.
	block func(path *tftypes.AttributePath, block *tfprotov6.SchemaBlock)
}

// rebuildBlock visits all attributes of a block, and of the blocks and nested attributes in it.
func rebuildBlock(block *tfprotov6.SchemaBlock, path *tftypes.AttributePath, value tftypes.Value, visit visitor) (tftypes.Value, error) {
	content, err := objectContent(value)
	if err != nil || content == nil {
		return value, err
	}

	if err := rebuildAttributes(block.Attributes, path, content, visit); err != nil {
		return value, err
	}

	for _, nested := range block.BlockTypes {
		rebuilt, err := rebuildElements(path.WithAttributeName(nested.TypeName), content[nested.TypeName],
			func(path *tftypes.AttributePath, element tftypes.Value) (tftypes.Value, error) {
				if visit.block != nil {
					visit.block(path, nested.Block)
				}

				return rebuildBlock(nested.Block, path, element, visit)
			})
		if err != nil {
			return value, err
		}

		content[nested.TypeName] = rebuilt
	}

	return tftypes.NewValue(value.Type(), content), nil
}

func rebuildAttributes(attributes []*tfprotov6.SchemaAttribute, path *tftypes.AttributePath, content map[string]tftypes.Value, visit visitor) error {
	for _, attribute := range attributes {
		path := path.WithAttributeName(attribute.Name)
		visited := visit.attribute(path, attribute, content[attribute.Name])

		if attribute.NestedType != nil {
			rebuilt, err := rebuildElements(path, visited, func(path *tftypes.AttributePath, element tftypes.Value) (tftypes.Value, error) {
				inner, err := objectContent(element)
				if err != nil || inner == nil {
					return element, err
				}

				if err := rebuildAttributes(attribute.NestedType.Attributes, path, inner, visit); err != nil {
					return element, err
				}

				return tftypes.NewValue(element.Type(), inner), nil
			})
			if err != nil {
				return err
			}

			visited = rebuilt
		}

		content[attribute.Name] = visited
	}

	return nil
}

// rebuildElements rebuilds each object of a collection of objects, or the one object.
func rebuildElements(path *tftypes.AttributePath, value tftypes.Value, rebuild func(*tftypes.AttributePath, tftypes.Value) (tftypes.Value, error)) (tftypes.Value, error) {
	if value.IsNull() || !value.IsKnown() {
		return value, nil
	}

	switch value.Type().(type) {
	case tftypes.Object:
		return rebuild(path, value)
	case tftypes.Map:
		var elements map[string]tftypes.Value
		if err := value.As(&elements); err != nil {
			return value, err
		}

		for key, element := range elements {
			rebuilt, err := rebuild(path.WithElementKeyString(key), element)
			if err != nil {
				return value, err
			}

			elements[key] = rebuilt
		}

		return tftypes.NewValue(value.Type(), elements), nil
	case tftypes.List, tftypes.Set:
		var elements []tftypes.Value
		if err := value.As(&elements); err != nil {
			return value, err
		}

		for index, element := range elements {
			at := path.WithElementKeyInt(index)
			if value.Type().Is(tftypes.Set{}) {
				at = path.WithElementKeyValue(element)
			}

			rebuilt, err := rebuild(at, element)
			if err != nil {
				return value, err
			}

			elements[index] = rebuilt
		}

		return tftypes.NewValue(value.Type(), elements), nil
	default:
		return value, fmt.Errorf("a nested value of type %s is not modelled", value.Type())
	}
}

// objectContent is nil for an object that is null or not known yet.
func objectContent(value tftypes.Value) (map[string]tftypes.Value, error) {
	if value.IsNull() || !value.IsKnown() {
		return nil, nil
	}

	var content map[string]tftypes.Value

	return content, value.As(&content)
}

// withoutWriteOnly drops what may never stand in a state.
func withoutWriteOnly(_ *tftypes.AttributePath, attribute *tfprotov6.SchemaAttribute, value tftypes.Value) tftypes.Value {
	if attribute.WriteOnly {
		return tftypes.NewValue(attribute.ValueType(), nil)
	}

	return value
}

// invented fills what the provider would compute with values that are always the same and say that they are made up.
func invented(path *tftypes.AttributePath, attribute *tfprotov6.SchemaAttribute, value tftypes.Value) tftypes.Value {
	if !attribute.Computed || !value.IsNull() {
		return value
	}

	return invent(attribute.ValueType(), "made up by a stand-in: "+dotted(path))
}

func invent(of tftypes.Type, text string) tftypes.Value {
	switch kind := of.(type) {
	case tftypes.Object:
		content := make(map[string]tftypes.Value, len(kind.AttributeTypes))
		for name, inner := range kind.AttributeTypes {
			content[name] = invent(inner, text+"."+name)
		}

		return tftypes.NewValue(of, content)
	case tftypes.Map:
		return tftypes.NewValue(of, map[string]tftypes.Value{"stand-in": invent(kind.ElementType, text)})
	case tftypes.List:
		return tftypes.NewValue(of, []tftypes.Value{invent(kind.ElementType, text)})
	case tftypes.Set:
		return tftypes.NewValue(of, []tftypes.Value{invent(kind.ElementType, text)})
	}

	switch {
	case of.Is(tftypes.Number):
		return tftypes.NewValue(of, 0)
	case of.Is(tftypes.Bool):
		return tftypes.NewValue(of, false)
	default:
		return tftypes.NewValue(tftypes.String, text)
	}
}

// dotted writes a path as a person would: machine_secrets.certs.k8s, disk[0].size.
func dotted(path *tftypes.AttributePath) string {
	text := ""

	for _, step := range path.Steps() {
		switch step := step.(type) {
		case tftypes.AttributeName:
			if text != "" {
				text += "."
			}

			text += string(step)
		case tftypes.ElementKeyInt:
			text += fmt.Sprintf("[%d]", int64(step))
		case tftypes.ElementKeyString:
			text += fmt.Sprintf("[%q]", string(step))
		default:
			text += "[…]"
		}
	}

	return text
}

// plain is a path without the positions in lists and maps: disk.size.
func plain(path *tftypes.AttributePath) string {
	var names []string

	for _, step := range path.Steps() {
		if name, isName := step.(tftypes.AttributeName); isName {
			names = append(names, string(name))
		}
	}

	return strings.Join(names, ".")
}

// object builds a value of a schema: what the content does not have is null, blocks that it does not have are none.
func object(schema *tfprotov6.Schema, content Values) (tftypes.Value, error) {
	full := empty(schema)

	for name, value := range content {
		blank, known := full[name]
		if !known {
			return tftypes.Value{}, fmt.Errorf("it has no attribute %s", name)
		}

		if value.Type() == nil || (value.IsNull() && !blank.IsNull()) {
			continue
		}

		full[name] = value
	}

	if err := tftypes.ValidateValue(schema.ValueType(), full); err != nil {
		return tftypes.Value{}, err
	}

	return tftypes.NewValue(schema.ValueType(), full), nil
}

// empty are the values of a schema in which nothing is set.
func empty(schema *tfprotov6.Schema) Values {
	full := Values{}

	for _, attribute := range schema.Block.Attributes {
		full[attribute.Name] = tftypes.NewValue(attribute.ValueType(), nil)
	}

	for _, block := range schema.Block.BlockTypes {
		full[block.TypeName] = tftypes.NewValue(block.ValueType(), nil)

		if of := block.ValueType(); of.Is(tftypes.List{}) || of.Is(tftypes.Set{}) {
			full[block.TypeName] = tftypes.NewValue(of, []tftypes.Value{})
		}
	}

	return full
}

// unknown names the places of a value that are not known.
func unknown(value tftypes.Value) []string {
	var places []string

	_ = tftypes.Walk(value, func(path *tftypes.AttributePath, inner tftypes.Value) (bool, error) {
		if !inner.IsKnown() {
			places = append(places, dotted(path))
		}

		return true, nil
	})
	slices.Sort(places)

	return places
}
