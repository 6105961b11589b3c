// Package standintest drives a stand-in in tests as OpenTofu does, in terms of attributes.
package standintest

import (
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"cdktf-proxmox-talos/simulator/internal/schema"
	"cdktf-proxmox-talos/simulator/internal/standin"
)

// Content is a configuration in plain Go values, as standin.Of takes them; what it does not have is null.
type Content = map[string]any

// Unknown is a value of a configuration that is known only after something else is applied.
const Unknown = "(known after apply)"

// Provider is a stand-in with what a test must know of its schema.
type Provider struct {
	*standin.Server
	t      *testing.T
	schema *schema.Provider
}

// Plan is what is planned for one resource.
type Plan struct {
	Prior, Planned, Config standin.Values
	// Replaces names the attributes because of which the resource is replaced.
	Replaces []string
	Said     []string
}

// Schema reads a schema of schemas/providers.
func Schema(t *testing.T, name string) *schema.Provider {
	t.Helper()

	_, here, _, _ := runtime.Caller(0)

	text, err := os.ReadFile(filepath.Join(filepath.Dir(here), "..", "..", "..", "..", "schemas", "providers", name+".json"))
	if err != nil {
		t.Fatal(err)
	}

	provider, err := schema.Read(text)
	if err != nil {
		t.Fatal(err)
	}

	return provider
}

// New starts a stand-in and configures it.
func New(t *testing.T, provider *schema.Provider, behaviour standin.Behaviour, config Content) *Provider {
	t.Helper()

	p := &Provider{standin.New(provider, behaviour), t, provider}

	response, err := p.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: p.encode(p.config(provider.Config, config))})
	if err != nil || len(response.Diagnostics) > 0 {
		t.Fatalf("configuring: error %v, diagnostics %q", err, said(response.Diagnostics))
	}

	return p
}

// ValidateBlock returns what is said about the provider block before anything is contacted.
func ValidateBlock(t *testing.T, provider *schema.Provider, behaviour standin.Behaviour, config Content) []string {
	t.Helper()

	p := &Provider{standin.New(provider, behaviour), t, provider}

	response, err := p.ValidateProviderConfig(t.Context(), &tfprotov6.ValidateProviderConfigRequest{Config: p.encode(p.config(provider.Config, config))})
	p.must(err)

	return said(response.Diagnostics)
}

// ConfigureBlock returns what is said while a stand-in is configured.
func ConfigureBlock(t *testing.T, provider *schema.Provider, behaviour standin.Behaviour, config Content) []string {
	t.Helper()

	p := &Provider{standin.New(provider, behaviour), t, provider}

	response, err := p.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: p.encode(p.config(provider.Config, config))})
	p.must(err)

	return said(response.Diagnostics)
}

// Validate returns what is said about the configuration of a resource.
func (p *Provider) Validate(typeName string, config Content) []string {
	p.t.Helper()

	response, err := p.ValidateResourceConfig(p.t.Context(), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: typeName, Config: p.encode(p.config(p.schema.Resources[typeName], config)),
	})
	p.must(err)

	return said(response.Diagnostics)
}

// ValidateRead returns what is said about the configuration of a data source.
func (p *Provider) ValidateRead(typeName string, config Content) []string {
	p.t.Helper()

	response, err := p.ValidateDataResourceConfig(p.t.Context(), &tfprotov6.ValidateDataResourceConfigRequest{
		TypeName: typeName, Config: p.encode(p.config(p.schema.DataSources[typeName], config)),
	})
	p.must(err)

	return said(response.Diagnostics)
}

// Plan plans a resource from its state, nil for a new one.
func (p *Provider) Plan(typeName string, prior standin.Values, config Content) Plan {
	p.t.Helper()

	of := p.schema.Resources[typeName]
	written := p.config(of, config)

	response, err := p.PlanResourceChange(p.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: typeName, PriorState: p.encode(whole(of, prior)), Config: p.encode(written),
		ProposedNewState: p.encode(whole(of, proposed(of.Block, standin.Object(written), prior))),
	})
	p.must(err)

	plan := Plan{Prior: prior, Config: standin.Object(written), Said: said(response.Diagnostics)}
	if response.PlannedState != nil {
		plan.Planned = p.decode(of, response.PlannedState)
	}

	for _, path := range response.RequiresReplace {
		plan.Replaces = append(plan.Replaces, string(path.LastStep().(tftypes.AttributeName)))
	}

	return plan
}

// Apply plans and applies; a resource that must be replaced is a fault of the test.
func (p *Provider) Apply(typeName string, prior standin.Values, config Content) (state standin.Values, said []string) {
	p.t.Helper()

	plan := p.Plan(typeName, prior, config)
	if len(plan.Replaces) > 0 {
		p.t.Fatalf("%s would be replaced because of %q", typeName, plan.Replaces)
	}

	if plan.Planned == nil {
		return prior, plan.Said
	}

	state, applied := p.ApplyPlan(typeName, plan)

	return state, append(plan.Said, applied...)
}

// ApplyPlan applies what has been planned.
func (p *Provider) ApplyPlan(typeName string, plan Plan) (standin.Values, []string) {
	p.t.Helper()

	of := p.schema.Resources[typeName]

	response, err := p.ApplyResourceChange(p.t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: typeName, PriorState: p.encode(whole(of, plan.Prior)), PlannedState: p.encode(whole(of, plan.Planned)),
		Config: p.encode(whole(of, plan.Config)),
	})
	p.must(err)

	return p.decode(of, response.NewState), said(response.Diagnostics)
}

// Destroy removes a resource; what is left is nil if all went well.
func (p *Provider) Destroy(typeName string, state standin.Values) (standin.Values, []string) {
	p.t.Helper()

	return p.ApplyPlan(typeName, Plan{Prior: state})
}

// Refresh reads a resource; nil means that it is gone.
func (p *Provider) Refresh(typeName string, state standin.Values) (standin.Values, []string) {
	p.t.Helper()

	of := p.schema.Resources[typeName]

	response, err := p.ReadResource(p.t.Context(), &tfprotov6.ReadResourceRequest{TypeName: typeName, CurrentState: p.encode(whole(of, state))})
	p.must(err)

	return p.decode(of, response.NewState), said(response.Diagnostics)
}

// Import takes something that exists into the state.
func (p *Provider) Import(typeName, id string) (standin.Values, []string) {
	p.t.Helper()

	response, err := p.ImportResourceState(p.t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: typeName, ID: id})
	p.must(err)

	if len(response.ImportedResources) == 0 {
		return nil, said(response.Diagnostics)
	}

	return p.decode(p.schema.Resources[typeName], response.ImportedResources[0].State), said(response.Diagnostics)
}

// Read reads a data source.
func (p *Provider) Read(typeName string, config Content) (standin.Values, []string) {
	p.t.Helper()

	of := p.schema.DataSources[typeName]

	response, err := p.ReadDataSource(p.t.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: typeName, Config: p.encode(p.config(of, config))})
	p.must(err)

	return p.decode(of, response.State), said(response.Diagnostics)
}

// Open opens an ephemeral resource.
func (p *Provider) Open(typeName string, config Content) (standin.Values, []string) {
	p.t.Helper()

	of := p.schema.Ephemerals[typeName]

	response, err := p.OpenEphemeralResource(p.t.Context(), &tfprotov6.OpenEphemeralResourceRequest{
		TypeName: typeName, Config: p.encode(p.config(of, config)),
	})
	p.must(err)

	return p.decode(of, response.Result), said(response.Diagnostics)
}

func (p *Provider) must(err error) {
	p.t.Helper()

	if err != nil {
		p.t.Fatal(err)
	}
}

func (p *Provider) encode(value tftypes.Value) *tfprotov6.DynamicValue {
	p.t.Helper()

	encoded, err := tfprotov6.NewDynamicValue(value.Type(), value)
	p.must(err)

	return &encoded
}

func (p *Provider) decode(of *tfprotov6.Schema, encoded *tfprotov6.DynamicValue) standin.Values {
	p.t.Helper()

	if encoded == nil {
		return nil
	}

	decoded, err := encoded.Unmarshal(of.ValueType())
	p.must(err)

	return standin.Object(decoded)
}

func (p *Provider) config(of *tfprotov6.Schema, config Content) tftypes.Value {
	p.t.Helper()

	types := of.ValueType().(tftypes.Object).AttributeTypes
	content := Content{}

	for _, block := range of.Block.BlockTypes {
		if block.Nesting == tfprotov6.SchemaNestedBlockNestingModeList || block.Nesting == tfprotov6.SchemaNestedBlockNestingModeSet {
			content[block.TypeName] = []any{}
		}
	}

	for name, value := range config {
		if value == Unknown {
			value = tftypes.NewValue(types[name], tftypes.UnknownValue)
		}

		content[name] = value
	}

	return standin.Of(of.ValueType(), content)
}

// whole is the value of a schema; nil is null.
func whole(of *tfprotov6.Schema, content standin.Values) tftypes.Value {
	if content == nil {
		return tftypes.NewValue(of.ValueType(), nil)
	}

	return tftypes.NewValue(of.ValueType(), content)
}

// proposed is what OpenTofu proposes: the configuration, and what is computed as it is now.
func proposed(block *tfprotov6.SchemaBlock, config, prior standin.Values) standin.Values {
	merged := maps.Clone(config)
	if prior == nil {
		return merged
	}

	for _, attribute := range block.Attributes {
		value := config[attribute.Name]

		switch {
		case attribute.Computed && value.IsNull():
			merged[attribute.Name] = prior[attribute.Name]
		case attribute.NestedType != nil:
			merged[attribute.Name] = proposedInside(&tfprotov6.SchemaBlock{Attributes: attribute.NestedType.Attributes}, value, prior[attribute.Name])
		}
	}

	for _, nested := range block.BlockTypes {
		merged[nested.TypeName] = proposedInside(nested.Block, config[nested.TypeName], prior[nested.TypeName])
	}

	return merged
}

// proposedInside compares an object with the one before, and elements of a list with those at the same place.
func proposedInside(block *tfprotov6.SchemaBlock, value, prior tftypes.Value) tftypes.Value {
	switch {
	case !value.IsKnown() || value.IsNull() || prior.IsNull():
		return value
	case value.Type().Is(tftypes.Object{}):
		return tftypes.NewValue(value.Type(), proposed(block, standin.Object(value), standin.Object(prior)))
	case value.Type().Is(tftypes.List{}):
		elements, before := standin.List(value), standin.List(prior)
		for index := range min(len(elements), len(before)) {
			elements[index] = proposedInside(block, elements[index], before[index])
		}

		return tftypes.NewValue(value.Type(), elements)
	default:
		return value
	}
}

func said(diagnostics []*tfprotov6.Diagnostic) []string {
	var sentences []string
	for _, diagnostic := range diagnostics {
		sentences = append(sentences, diagnostic.Severity.String()+" "+diagnostic.Summary+": "+diagnostic.Detail)
	}

	slices.Sort(sentences)

	return sentences
}
