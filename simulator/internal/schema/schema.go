// Package schema reads a provider's schemas as `tofu providers schema -json` prints them.
package schema

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Provider is everything one provider can be asked for by its schema.
type Provider struct {
	// Source is namespace and type, such as siderolabs/talos.
	Source      string
	Config      *tfprotov6.Schema
	Resources   map[string]*tfprotov6.Schema
	DataSources map[string]*tfprotov6.Schema
	Ephemerals  map[string]*tfprotov6.Schema
}

type file struct {
	FormatVersion    string                  `json:"format_version"`
	ProviderSchemas  map[string]providerFile `json:"provider_schemas"`
	ProviderVersions map[string]string       `json:"provider_versions"`
}

type providerFile struct {
	Provider    *schemaFile           `json:"provider"`
	Resources   map[string]schemaFile `json:"resource_schemas"`
	DataSources map[string]schemaFile `json:"data_source_schemas"`
	Ephemerals  map[string]schemaFile `json:"ephemeral_resource_schemas"`
	// Parts that a stand-in does not serve; OpenTofu itself refuses a configuration that uses them.
	Functions  json.RawMessage `json:"functions"`
	Identities json.RawMessage `json:"resource_identity_schemas"`
	Lists      json.RawMessage `json:"list_resource_schemas"`
	Actions    json.RawMessage `json:"action_schemas"`
}

type schemaFile struct {
	Version int64     `json:"version"`
	Block   blockFile `json:"block"`
}

type blockFile struct {
	Attributes      map[string]attributeFile   `json:"attributes"`
	BlockTypes      map[string]nestedBlockFile `json:"block_types"`
	Description     string                     `json:"description"`
	DescriptionKind string                     `json:"description_kind"`
	Deprecated      bool                       `json:"deprecated"`
	Deprecation     string                     `json:"deprecation_message"`
}

type attributeFile struct {
	Type            json.RawMessage `json:"type"`
	NestedType      *nestedTypeFile `json:"nested_type"`
	Description     string          `json:"description"`
	DescriptionKind string          `json:"description_kind"`
	Deprecated      bool            `json:"deprecated"`
	Deprecation     string          `json:"deprecation_message"`
	Required        bool            `json:"required"`
	Optional        bool            `json:"optional"`
	Computed        bool            `json:"computed"`
	Sensitive       bool            `json:"sensitive"`
	WriteOnly       bool            `json:"write_only"`
}

type nestedTypeFile struct {
	Attributes  map[string]attributeFile `json:"attributes"`
	NestingMode string                   `json:"nesting_mode"`
	MinItems    int64                    `json:"min_items"`
	MaxItems    int64                    `json:"max_items"`
}

type nestedBlockFile struct {
	Block       blockFile `json:"block"`
	NestingMode string    `json:"nesting_mode"`
	MinItems    int64     `json:"min_items"`
	MaxItems    int64     `json:"max_items"`
}

var blockNestings = map[string]tfprotov6.SchemaNestedBlockNestingMode{
	"single": tfprotov6.SchemaNestedBlockNestingModeSingle,
	"list":   tfprotov6.SchemaNestedBlockNestingModeList,
	"set":    tfprotov6.SchemaNestedBlockNestingModeSet,
	"map":    tfprotov6.SchemaNestedBlockNestingModeMap,
	"group":  tfprotov6.SchemaNestedBlockNestingModeGroup,
}

var objectNestings = map[string]tfprotov6.SchemaObjectNestingMode{
	"single": tfprotov6.SchemaObjectNestingModeSingle,
	"list":   tfprotov6.SchemaObjectNestingModeList,
	"set":    tfprotov6.SchemaObjectNestingModeSet,
	"map":    tfprotov6.SchemaObjectNestingModeMap,
}

// Read parses a schema file that holds exactly one provider; a key it does not know is an error.
func Read(text []byte) (*Provider, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()

	var content file
	if err := decoder.Decode(&content); err != nil {
		return nil, fmt.Errorf("reading a provider schema: %w", err)
	}

	addresses := slices.Collect(maps.Keys(content.ProviderSchemas))
	if len(addresses) != 1 {
		return nil, fmt.Errorf("a schema file holds one provider, this one has %d", len(addresses))
	}

	parts := strings.Split(addresses[0], "/")

	provider, err := content.ProviderSchemas[addresses[0]].read(strings.Join(parts[max(0, len(parts)-2):], "/"))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", addresses[0], err)
	}

	return provider, nil
}

func (p providerFile) read(source string) (*Provider, error) {
	provider := &Provider{Source: source, Config: &tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{}}}

	if p.Provider != nil {
		config, err := p.Provider.read()
		if err != nil {
			return nil, fmt.Errorf("provider: %w", err)
		}

		provider.Config = config
	}

	for _, kind := range []struct {
		from map[string]schemaFile
		to   *map[string]*tfprotov6.Schema
	}{
		{p.Resources, &provider.Resources},
		{p.DataSources, &provider.DataSources},
		{p.Ephemerals, &provider.Ephemerals},
	} {
		*kind.to = make(map[string]*tfprotov6.Schema, len(kind.from))

		for name, from := range kind.from {
			schema, err := from.read()
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}

			(*kind.to)[name] = schema
		}
	}

	return provider, nil
}

func (s schemaFile) read() (*tfprotov6.Schema, error) {
	block, err := s.Block.read()
	if err != nil {
		return nil, err
	}

	block.Version = s.Version

	return &tfprotov6.Schema{Version: s.Version, Block: block}, nil
}

func (b blockFile) read() (*tfprotov6.SchemaBlock, error) {
	attributes, err := readAttributes(b.Attributes)
	if err != nil {
		return nil, err
	}

	block := &tfprotov6.SchemaBlock{
		Attributes:         attributes,
		Description:        b.Description,
		DescriptionKind:    stringKind(b.DescriptionKind),
		Deprecated:         b.Deprecated,
		DeprecationMessage: b.Deprecation,
	}

	for _, name := range slices.Sorted(maps.Keys(b.BlockTypes)) {
		nested := b.BlockTypes[name]

		nesting, known := blockNestings[nested.NestingMode]
		if !known {
			return nil, fmt.Errorf("block %s has the nesting mode %q", name, nested.NestingMode)
		}

		content, err := nested.Block.read()
		if err != nil {
			return nil, fmt.Errorf("%s.%w", name, err)
		}

		block.BlockTypes = append(block.BlockTypes, &tfprotov6.SchemaNestedBlock{
			TypeName: name,
			Block:    content,
			Nesting:  nesting,
			MinItems: nested.MinItems,
			MaxItems: nested.MaxItems,
		})
	}

	return block, nil
}

func readAttributes(from map[string]attributeFile) ([]*tfprotov6.SchemaAttribute, error) {
	attributes := make([]*tfprotov6.SchemaAttribute, 0, len(from))

	for _, name := range slices.Sorted(maps.Keys(from)) {
		attribute, err := from[name].read(name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}

		attributes = append(attributes, attribute)
	}

	return attributes, nil
}

func (a attributeFile) read(name string) (*tfprotov6.SchemaAttribute, error) {
	attribute := &tfprotov6.SchemaAttribute{
		Name:               name,
		Description:        a.Description,
		DescriptionKind:    stringKind(a.DescriptionKind),
		Deprecated:         a.Deprecated,
		DeprecationMessage: a.Deprecation,
		Required:           a.Required,
		Optional:           a.Optional,
		Computed:           a.Computed,
		Sensitive:          a.Sensitive,
		WriteOnly:          a.WriteOnly,
	}

	if a.NestedType == nil {
		parsed, err := tftypes.ParseJSONType(a.Type)
		if err != nil {
			return nil, fmt.Errorf("type %s: %w", a.Type, err)
		}

		attribute.Type = parsed

		return attribute, nil
	}

	nesting, known := objectNestings[a.NestedType.NestingMode]
	if !known {
		return nil, fmt.Errorf("nested type has the nesting mode %q", a.NestedType.NestingMode)
	}

	attributes, err := readAttributes(a.NestedType.Attributes)
	if err != nil {
		return nil, err
	}

	attribute.NestedType = &tfprotov6.SchemaObject{Attributes: attributes, Nesting: nesting}

	return attribute, nil
}

func stringKind(kind string) tfprotov6.StringKind {
	if kind == "markdown" {
		return tfprotov6.StringKindMarkdown
	}

	return tfprotov6.StringKindPlain
}
