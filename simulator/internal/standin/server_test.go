package standin_test

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"cdktf-proxmox-talos/simulator/internal/schema"
	"cdktf-proxmox-talos/simulator/internal/standin"
)

const thing = `{"provider_schemas":{"registry.opentofu.org/a/b":{
	"resource_schemas":{"b_thing":{"version":1,"block":{
		"attributes":{
			"id":{"type":"string","computed":true},
			"name":{"type":"string","required":true},
			"secret":{"type":"string","optional":true,"write_only":true},
			"old":{"type":"bool","optional":true,"deprecated":true},
			"size":{"type":"number","optional":true,"computed":true},
			"disks":{"optional":true,"nested_type":{"nesting_mode":"list","attributes":{
				"slot":{"type":"number","required":true},"path":{"type":"string","computed":true}}}}},
		"block_types":{"net":{"nesting_mode":"list","block":{"deprecated":true,"attributes":{
			"bridge":{"type":"string","optional":true},"mac":{"type":"string","optional":true,"computed":true}}}}}}}},
	"data_source_schemas":{"b_thing":{"version":0,"block":{"attributes":{
		"name":{"type":"string","required":true},
		"count":{"type":"number","computed":true},
		"on":{"type":"bool","computed":true},
		"urls":{"computed":true,"nested_type":{"nesting_mode":"single","attributes":{"iso":{"type":"string","computed":true}}}},
		"list":{"type":["list","string"],"computed":true},
		"map":{"type":["map","string"],"computed":true}}}}}}}}`

type provider struct {
	*standin.Server
	schemas *tfprotov6.GetProviderSchemaResponse
}

func newProvider(t *testing.T, behaviour standin.Behaviour) provider {
	t.Helper()

	read, err := schema.Read([]byte(thing))
	if err != nil {
		t.Fatal(err)
	}

	server := standin.New(read, behaviour)

	schemas, err := server.GetProviderSchema(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}

	return provider{server, schemas}
}

// value makes a value of a schema: what is not given is null.
func value(t *testing.T, schema *tfprotov6.Schema, content map[string]tftypes.Value) *tfprotov6.DynamicValue {
	t.Helper()

	object := schema.ValueType().(tftypes.Object)
	full := map[string]tftypes.Value{}

	for name, kind := range object.AttributeTypes {
		full[name] = tftypes.NewValue(kind, nil)
		if list, isList := kind.(tftypes.List); isList && name == "net" {
			full[name] = tftypes.NewValue(list, []tftypes.Value{})
		}
	}

	maps.Copy(full, content)

	encoded, err := tfprotov6.NewDynamicValue(object, tftypes.NewValue(object, full))
	if err != nil {
		t.Fatal(err)
	}

	return &encoded
}

func null(t *testing.T, schema *tfprotov6.Schema) *tfprotov6.DynamicValue {
	t.Helper()

	encoded, err := tfprotov6.NewDynamicValue(schema.ValueType(), tftypes.NewValue(schema.ValueType(), nil))
	if err != nil {
		t.Fatal(err)
	}

	return &encoded
}

func content(t *testing.T, schema *tfprotov6.Schema, encoded *tfprotov6.DynamicValue) map[string]tftypes.Value {
	t.Helper()

	decoded, err := encoded.Unmarshal(schema.ValueType())
	if err != nil {
		t.Fatal(err)
	}

	var attributes map[string]tftypes.Value
	if err := decoded.As(&attributes); err != nil {
		t.Fatal(err)
	}

	return attributes
}

func text(content string) tftypes.Value { return tftypes.NewValue(tftypes.String, content) }

func objects(t *testing.T, schema *tfprotov6.Schema, name string, elements ...map[string]tftypes.Value) tftypes.Value {
	t.Helper()

	list := schema.ValueType().(tftypes.Object).AttributeTypes[name].(tftypes.List)
	values := make([]tftypes.Value, 0, len(elements))

	for _, element := range elements {
		values = append(values, tftypes.NewValue(list.ElementType, element))
	}

	return tftypes.NewValue(list, values)
}

func TestPlanOfANewResource(t *testing.T) {
	b := newProvider(t, standin.Behaviour{})
	of := b.schemas.ResourceSchemas["b_thing"]
	config := value(t, of, map[string]tftypes.Value{
		"name":   text("a"),
		"secret": text("hidden"),
		"disks": objects(t, of, "disks", map[string]tftypes.Value{
			"slot": tftypes.NewValue(tftypes.Number, 1), "path": tftypes.NewValue(tftypes.String, nil)}),
		"net": objects(t, of, "net", map[string]tftypes.Value{
			"bridge": tftypes.NewValue(tftypes.String, nil), "mac": tftypes.NewValue(tftypes.String, nil)}),
	})

	response, err := b.PlanResourceChange(context.Background(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: "b_thing", PriorState: null(t, of), ProposedNewState: config, Config: config,
	})
	if err != nil || len(response.Diagnostics) > 0 {
		t.Fatalf("error %v, diagnostics %v", err, response)
	}

	planned := content(t, of, response.PlannedState)
	unknown := tftypes.NewValue(tftypes.String, tftypes.UnknownValue)
	wantDisks := objects(t, of, "disks", map[string]tftypes.Value{"slot": tftypes.NewValue(tftypes.Number, 1), "path": unknown})
	wantNet := objects(t, of, "net", map[string]tftypes.Value{"bridge": tftypes.NewValue(tftypes.String, nil), "mac": unknown})

	for name, want := range map[string]tftypes.Value{
		"id":     unknown,
		"name":   text("a"),
		"secret": tftypes.NewValue(tftypes.String, nil),
		"old":    tftypes.NewValue(tftypes.Bool, nil),
		"size":   tftypes.NewValue(tftypes.Number, tftypes.UnknownValue),
		"disks":  wantDisks,
		"net":    wantNet,
	} {
		if !planned[name].Equal(want) {
			t.Errorf("%s is planned as %s, want %s", name, planned[name], want)
		}
	}
}

func TestPlanWithoutAChangeAndOfARemoval(t *testing.T) {
	b := newProvider(t, standin.Behaviour{})
	of := b.schemas.ResourceSchemas["b_thing"]
	state := value(t, of, map[string]tftypes.Value{"id": text("1"), "name": text("a")})
	written := value(t, of, map[string]tftypes.Value{"id": text("1"), "name": text("a"), "secret": text("hidden")})

	for name, proposed := range map[string]*tfprotov6.DynamicValue{"no change": written, "removal": null(t, of)} {
		response, err := b.PlanResourceChange(context.Background(), &tfprotov6.PlanResourceChangeRequest{
			TypeName: "b_thing", PriorState: state, ProposedNewState: proposed, Config: written,
		})
		if err != nil || len(response.Diagnostics) > 0 {
			t.Errorf("%s: error %v, diagnostics %v", name, err, response)
		}
	}
}

func TestDataSourceGetsMadeUpValues(t *testing.T) {
	b := newProvider(t, standin.Behaviour{})
	of := b.schemas.DataSourceSchemas["b_thing"]

	response, err := b.ReadDataSource(context.Background(), &tfprotov6.ReadDataSourceRequest{
		TypeName: "b_thing", Config: value(t, of, map[string]tftypes.Value{"name": text("a")}),
	})
	if err != nil {
		t.Fatal(err)
	}

	read := content(t, of, response.State)
	urls := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"iso": tftypes.String}}

	for name, want := range map[string]tftypes.Value{
		"name":  text("a"),
		"count": tftypes.NewValue(tftypes.Number, 0),
		"on":    tftypes.NewValue(tftypes.Bool, false),
		"urls":  tftypes.NewValue(urls, map[string]tftypes.Value{"iso": text("made up by a stand-in: urls.iso")}),
		"list":  tftypes.NewValue(tftypes.List{ElementType: tftypes.String}, []tftypes.Value{text("made up by a stand-in: list")}),
		"map": tftypes.NewValue(tftypes.Map{ElementType: tftypes.String},
			map[string]tftypes.Value{"stand-in": text("made up by a stand-in: map")}),
	} {
		if !read[name].Equal(want) {
			t.Errorf("%s is %s, want %s", name, read[name], want)
		}
	}
}

func TestValidation(t *testing.T) {
	b := newProvider(t, standin.Behaviour{})
	of := b.schemas.ResourceSchemas["b_thing"]

	response, err := b.ValidateResourceConfig(context.Background(), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: "b_thing",
		Config: value(t, of, map[string]tftypes.Value{
			"name": text("a"),
			"old":  tftypes.NewValue(tftypes.Bool, true),
			"disks": objects(t, of, "disks", map[string]tftypes.Value{
				"slot": tftypes.NewValue(tftypes.Number, 1), "path": text("/dev/sda")}),
			"net": objects(t, of, "net", map[string]tftypes.Value{
				"bridge": text("vmbr0"), "mac": tftypes.NewValue(tftypes.String, nil)}),
		}),
	})
	if err != nil {
		t.Fatal(err)
	}

	want := []string{
		"ERROR Invalid Configuration for Read-Only Attribute: Cannot set value for this attribute as the provider has marked it as read-only. " +
			"Remove the configuration line setting the value.\n\nRefer to the provider documentation or contact the provider developers " +
			"for additional information about configurable and read-only attributes that are supported.",
		"WARNING Attribute Deprecated: old is deprecated: the documentation of the provider says what to use instead.",
		"WARNING Block Deprecated: net[0] is deprecated: the documentation of the provider says what to use instead.",
	}
	if got := told(response.Diagnostics); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

func told(diagnostics []*tfprotov6.Diagnostic) []string {
	sentences := make([]string, 0, len(diagnostics))
	for _, diagnostic := range diagnostics {
		sentences = append(sentences, diagnostic.Severity.String()+" "+diagnostic.Summary+": "+diagnostic.Detail)
	}

	slices.Sort(sentences)

	return sentences
}

func TestWhatIsNotModelledIsRefused(t *testing.T) {
	b := newProvider(t, standin.Behaviour{})
	of := b.schemas.ResourceSchemas["b_thing"]
	ctx := context.Background()
	state := value(t, of, map[string]tftypes.Value{"id": text("1"), "name": text("a")})
	changed := value(t, of, map[string]tftypes.Value{"id": text("1"), "name": text("b")})

	plan, _ := b.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{TypeName: "b_thing", PriorState: state, ProposedNewState: changed, Config: changed})
	apply, _ := b.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{TypeName: "b_thing", PriorState: state, PlannedState: changed, Config: changed})
	imported, _ := b.ImportResourceState(ctx, &tfprotov6.ImportResourceStateRequest{TypeName: "b_thing", ID: "7"})
	moved, _ := b.MoveResourceState(ctx, &tfprotov6.MoveResourceStateRequest{SourceTypeName: "c_thing", TargetTypeName: "b_thing"})
	upgraded, _ := b.UpgradeResourceState(ctx, &tfprotov6.UpgradeResourceStateRequest{TypeName: "b_thing", Version: 0})
	generated, _ := b.GenerateResourceConfig(ctx, &tfprotov6.GenerateResourceConfigRequest{TypeName: "b_thing"})
	identity, _ := b.UpgradeResourceIdentity(ctx, &tfprotov6.UpgradeResourceIdentityRequest{TypeName: "b_thing"})

	for want, diagnostics := range map[string][]*tfprotov6.Diagnostic{
		"stand-in for a/b: cannot plan an update of b_thing":                          plan.Diagnostics,
		"stand-in for a/b: cannot apply a change of b_thing":                          apply.Diagnostics,
		"stand-in for a/b: cannot import the b_thing 7":                               imported.Diagnostics,
		"stand-in for a/b: cannot move a state of c_thing to b_thing":                 moved.Diagnostics,
		"stand-in for a/b: cannot upgrade the state of b_thing from schema version 0": upgraded.Diagnostics,
		"stand-in for a/b: cannot generate the configuration of a b_thing":            generated.Diagnostics,
		"stand-in for a/b: cannot upgrade the identity of b_thing":                    identity.Diagnostics,
	} {
		if len(diagnostics) != 1 || diagnostics[0].Severity != tfprotov6.DiagnosticSeverityError || diagnostics[0].Summary != want {
			t.Errorf("got %q, want %q", told(diagnostics), want)
		}
	}

	if _, err := b.CallFunction(ctx, &tfprotov6.CallFunctionRequest{Name: "f"}); err == nil {
		t.Error("a function was called")
	}

	if _, err := b.ReadDataSource(ctx, &tfprotov6.ReadDataSourceRequest{TypeName: "b_other"}); err == nil ||
		!strings.Contains(err.Error(), "stand-in for a/b has no schema of b_other") {
		t.Errorf("got %v", err)
	}
}
