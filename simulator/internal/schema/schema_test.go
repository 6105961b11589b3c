package schema_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"cdktf-proxmox-talos/simulator/internal/schema"
)

func TestEverySchemaOfTheProjectIsRead(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "..", "..", "schemas", "providers", "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no schema files, error %v", err)
	}

	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}

		if provider, err := schema.Read(text); err != nil || !strings.Contains(provider.Source, "/") {
			t.Errorf("%s: %v", filepath.Base(file), err)
		}
	}
}

func TestReadKeepsWhatTheProtocolCarries(t *testing.T) {
	provider, err := schema.Read([]byte(`{"format_version":"1.0","provider_schemas":{"registry.opentofu.org/a/b":{
		"resource_schemas":{"b_thing":{"version":3,"block":{"deprecated":true,
			"attributes":{
				"id":{"type":"string","computed":true},
				"token":{"type":"string","optional":true,"sensitive":true,"write_only":true,"deprecated":true,"deprecation_message":"use key"},
				"disks":{"nested_type":{"nesting_mode":"list","attributes":{"size":{"type":"number","required":true}}},"optional":true}},
			"block_types":{"net":{"nesting_mode":"set","min_items":1,"max_items":2,"block":{"attributes":{"tags":{"type":["map","string"],"optional":true}}}}}}}}}}}`))
	if err != nil {
		t.Fatal(err)
	}

	thing := provider.Resources["b_thing"]
	want := tftypes.Object{AttributeTypes: map[string]tftypes.Type{
		"id":    tftypes.String,
		"token": tftypes.String,
		"disks": tftypes.List{ElementType: tftypes.Object{AttributeTypes: map[string]tftypes.Type{"size": tftypes.Number}}},
		"net":   tftypes.Set{ElementType: tftypes.Object{AttributeTypes: map[string]tftypes.Type{"tags": tftypes.Map{ElementType: tftypes.String}}}},
	}}

	if provider.Source != "a/b" || thing.Version != 3 || !thing.Block.Deprecated || !thing.ValueType().Equal(want) {
		t.Errorf("got source %s, version %d, type %s", provider.Source, thing.Version, thing.ValueType())
	}

	if token := thing.Block.Attributes[2]; !token.Sensitive || !token.WriteOnly || !token.Deprecated || token.DeprecationMessage != "use key" {
		t.Errorf("got %+v", token)
	}

	if net := thing.Block.BlockTypes[0]; net.MinItems != 1 || net.MaxItems != 2 {
		t.Errorf("got %+v", net)
	}
}

func TestReadRefuses(t *testing.T) {
	const file = `{"provider_schemas":{"registry.opentofu.org/a/b":{"resource_schemas":{"b_thing":{"version":0,"block":%}}}}}`

	for want, text := range map[string]string{
		`unknown field "atributes"`:                 strings.Replace(file, "%", `{"atributes":{}}`, 1),
		`b_thing: x: type "strnig"`:                 strings.Replace(file, "%", `{"attributes":{"x":{"type":"strnig"}}}`, 1),
		`nested type has the nesting mode "tree"`:   strings.Replace(file, "%", `{"attributes":{"x":{"nested_type":{"nesting_mode":"tree"}}}}`, 1),
		`block x has the nesting mode "tree"`:       strings.Replace(file, "%", `{"block_types":{"x":{"nesting_mode":"tree","block":{}}}}`, 1),
		"holds one provider, this one has 0":        `{"format_version":"1.0"}`,
		"reading a provider schema: unexpected EOF": `{`,
	} {
		if _, err := schema.Read([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}
