// Package standin is a provider that has another provider's schema and as much of its powers as a Behaviour gives it.
// Without one it is enough for OpenTofu to initialise, to validate and to plan from an empty state. What it cannot do it
// refuses, and says that it is a stand-in.
package standin

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"cdktf-proxmox-talos/simulator/internal/schema"
)

// Server answers the plugin protocol for one provider.
type Server struct {
	provider  *schema.Provider
	behaviour Behaviour
}

var _ tfprotov6.ProviderServer = (*Server)(nil)

// New returns a stand-in for a provider; an empty behaviour leaves it to its schema. A behaviour of a type that the schema
// does not have counts for nothing.
func New(provider *schema.Provider, behaviour Behaviour) *Server {
	return &Server{provider: provider, behaviour: behaviour}
}

// Serve runs as a plugin of OpenTofu until OpenTofu ends it.
func (s *Server) Serve() error {
	fmt.Fprintf(os.Stderr, "[INFO] %s serves its schema and what is modelled of it\n", s)

	return tf6server.Serve("registry.opentofu.org/"+s.provider.Source, func() tfprotov6.ProviderServer { return s })
}

// String is how the stand-in names itself where it does not speak for the provider.
func (s *Server) String() string { return "stand-in for " + s.provider.Source }

// fault is an error in the words of the provider.
func fault(path *tftypes.AttributePath, summary, detail string) *tfprotov6.Diagnostic {
	return &tfprotov6.Diagnostic{Severity: tfprotov6.DiagnosticSeverityError, Summary: summary, Detail: detail, Attribute: path}
}

// own is an error in the words of the stand-in, which says that it is one.
func (s *Server) own(summary, detail string) *tfprotov6.Diagnostic {
	return fault(nil, fmt.Sprintf("%s: %s", s, summary), detail)
}

// refusal is the answer to what a stand-in does not do.
func (s *Server) refusal(action string) []*tfprotov6.Diagnostic {
	return []*tfprotov6.Diagnostic{s.own("cannot "+action,
		"This is a test double, and this is not modelled: of this type it serves the schema of the provider, validates, and plans "+
			"new resources. Nothing was created, changed or removed.")}
}

// diagnostics are everything that a behaviour has said: its warnings, and its error in its own words where it is a Fault.
func (s *Server) diagnostics(warnings *warnings, action string, err error) []*tfprotov6.Diagnostic {
	diagnostics := slices.Clone(warnings.given)

	var broken *Fault

	switch {
	case err == nil:
	case errors.As(err, &broken):
		diagnostics = append(diagnostics, fault(broken.path(), broken.Summary, broken.Detail))
	default:
		diagnostics = append(diagnostics, s.own("cannot "+action, err.Error()))
	}

	return diagnostics
}

// read decodes a value of one of the known types.
func (s *Server) read(schemas map[string]*tfprotov6.Schema, typeName string, value *tfprotov6.DynamicValue) (*tfprotov6.Schema, tftypes.Value, error) {
	known, ok := schemas[typeName]
	if !ok {
		return nil, tftypes.Value{}, fmt.Errorf("%s has no schema of %s", s, typeName)
	}

	decoded, err := value.Unmarshal(known.ValueType())
	if err != nil {
		return nil, tftypes.Value{}, fmt.Errorf("%s: decoding %s: %w", s, typeName, err)
	}

	return known, decoded, nil
}

func encode(value tftypes.Value) (*tfprotov6.DynamicValue, error) {
	encoded, err := tfprotov6.NewDynamicValue(value.Type(), value)

	return &encoded, err
}

// GetMetadata lists the types of the schema file.
func (s *Server) GetMetadata(context.Context, *tfprotov6.GetMetadataRequest) (*tfprotov6.GetMetadataResponse, error) {
	response := &tfprotov6.GetMetadataResponse{ServerCapabilities: capabilities()}
	for _, name := range slices.Sorted(maps.Keys(s.provider.Resources)) {
		response.Resources = append(response.Resources, tfprotov6.ResourceMetadata{TypeName: name})
	}

	for _, name := range slices.Sorted(maps.Keys(s.provider.DataSources)) {
		response.DataSources = append(response.DataSources, tfprotov6.DataSourceMetadata{TypeName: name})
	}

	for _, name := range slices.Sorted(maps.Keys(s.provider.Ephemerals)) {
		response.EphemeralResources = append(response.EphemeralResources, tfprotov6.EphemeralResourceMetadata{TypeName: name})
	}

	return response, nil
}

// GetProviderSchema serves the schema file.
func (s *Server) GetProviderSchema(context.Context, *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	return &tfprotov6.GetProviderSchemaResponse{
		ServerCapabilities:       capabilities(),
		Provider:                 s.provider.Config,
		ResourceSchemas:          s.provider.Resources,
		DataSourceSchemas:        s.provider.DataSources,
		EphemeralResourceSchemas: s.provider.Ephemerals,
	}, nil
}

// capabilities let OpenTofu keep the schema between two starts of the same stand-in.
func capabilities() *tfprotov6.ServerCapabilities {
	return &tfprotov6.ServerCapabilities{GetProviderSchemaOptional: true}
}

// GetResourceIdentitySchemas serves none: the schema files have none.
func (s *Server) GetResourceIdentitySchemas(context.Context, *tfprotov6.GetResourceIdentitySchemasRequest) (*tfprotov6.GetResourceIdentitySchemasResponse, error) {
	return &tfprotov6.GetResourceIdentitySchemasResponse{}, nil
}

// ValidateProviderConfig checks the provider block.
func (s *Server) ValidateProviderConfig(_ context.Context, request *tfprotov6.ValidateProviderConfigRequest) (*tfprotov6.ValidateProviderConfigResponse, error) {
	config, err := request.Config.Unmarshal(s.provider.Config.ValueType())
	if err != nil {
		return nil, err
	}

	diagnostics, err := s.check(s.provider.Config, s.behaviour.Rules, config)

	return &tfprotov6.ValidateProviderConfigResponse{PreparedConfig: request.Config, Diagnostics: diagnostics}, err
}

// ConfigureProvider hands the provider block to the behaviour; without one it contacts nothing and accepts any.
func (s *Server) ConfigureProvider(ctx context.Context, request *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	if s.behaviour.Configure == nil {
		return &tfprotov6.ConfigureProviderResponse{}, nil
	}

	config, err := request.Config.Unmarshal(s.provider.Config.ValueType())
	if err != nil {
		return nil, err
	}

	content, err := objectContent(config)
	if err != nil {
		return nil, err
	}

	ctx, warnings := withWarnings(ctx)
	err = s.behaviour.Configure(ctx, content)

	return &tfprotov6.ConfigureProviderResponse{Diagnostics: s.diagnostics(warnings, "configure the provider", err)}, nil
}

// StopProvider has nothing to add: the contexts of what runs are cancelled by the plugin server.
func (s *Server) StopProvider(context.Context, *tfprotov6.StopProviderRequest) (*tfprotov6.StopProviderResponse, error) {
	return &tfprotov6.StopProviderResponse{}, nil
}

// CallFunction refuses: schema files hold no functions.
func (s *Server) CallFunction(_ context.Context, request *tfprotov6.CallFunctionRequest) (*tfprotov6.CallFunctionResponse, error) {
	return nil, fmt.Errorf("%s cannot call the function %s", s, request.Name)
}

// GetFunctions lists none.
func (s *Server) GetFunctions(context.Context, *tfprotov6.GetFunctionsRequest) (*tfprotov6.GetFunctionsResponse, error) {
	return &tfprotov6.GetFunctionsResponse{}, nil
}
