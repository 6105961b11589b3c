package standin

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// ValidateDataResourceConfig checks a data source against the schema and the rules of its type.
func (s *Server) ValidateDataResourceConfig(_ context.Context, request *tfprotov6.ValidateDataResourceConfigRequest) (*tfprotov6.ValidateDataResourceConfigResponse, error) {
	diagnostics, err := s.validate(s.provider.DataSources, s.behaviour.DataSources[request.TypeName].Rules, request.TypeName, request.Config)

	return &tfprotov6.ValidateDataResourceConfigResponse{Diagnostics: diagnostics}, err
}

// ReadDataSource answers with what the behaviour reads; without one with made-up values, always the same ones.
func (s *Server) ReadDataSource(ctx context.Context, request *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	state, diagnostics, err := s.answer(ctx, s.provider.DataSources, s.behaviour.DataSources, request.TypeName, request.Config)

	return &tfprotov6.ReadDataSourceResponse{State: state, Diagnostics: diagnostics}, err
}

func (s *Server) answer(ctx context.Context, schemas map[string]*tfprotov6.Schema, sources map[string]DataSource, typeName string, value *tfprotov6.DynamicValue) (*tfprotov6.DynamicValue, []*tfprotov6.Diagnostic, error) {
	schema, config, err := s.read(schemas, typeName, value)
	if err != nil {
		return nil, nil, err
	}

	source := sources[typeName]
	if source.Read == nil {
		made, err := rebuildBlock(schema.Block, tftypes.NewAttributePath(), config, visitor{attribute: invented})
		if err != nil {
			return nil, nil, err
		}

		answer, err := encode(made)

		return answer, nil, err
	}

	content, err := objectContent(config)
	if err != nil {
		return nil, nil, err
	}

	ctx, warnings := withWarnings(ctx)

	read, err := source.Read(ctx, content)
	if err != nil {
		return nil, s.diagnostics(warnings, "read "+typeName, err), nil
	}

	state, err := s.state(schema, typeName, read)
	if err != nil {
		return nil, nil, err
	}

	return state, s.diagnostics(warnings, "", nil), nil
}

// ValidateEphemeralResourceConfig checks an ephemeral resource against the schema and the rules of its type.
func (s *Server) ValidateEphemeralResourceConfig(_ context.Context, request *tfprotov6.ValidateEphemeralResourceConfigRequest) (*tfprotov6.ValidateEphemeralResourceConfigResponse, error) {
	diagnostics, err := s.validate(s.provider.Ephemerals, s.behaviour.Ephemerals[request.TypeName].Rules, request.TypeName, request.Config)

	return &tfprotov6.ValidateEphemeralResourceConfigResponse{Diagnostics: diagnostics}, err
}

// OpenEphemeralResource answers with what the behaviour reads; without one with made-up values, always the same ones.
func (s *Server) OpenEphemeralResource(ctx context.Context, request *tfprotov6.OpenEphemeralResourceRequest) (*tfprotov6.OpenEphemeralResourceResponse, error) {
	result, diagnostics, err := s.answer(ctx, s.provider.Ephemerals, s.behaviour.Ephemerals, request.TypeName, request.Config)

	return &tfprotov6.OpenEphemeralResourceResponse{Result: result, Diagnostics: diagnostics}, err
}

// RenewEphemeralResource has nothing to renew: what was opened names no time.
func (s *Server) RenewEphemeralResource(context.Context, *tfprotov6.RenewEphemeralResourceRequest) (*tfprotov6.RenewEphemeralResourceResponse, error) {
	return &tfprotov6.RenewEphemeralResourceResponse{}, nil
}

// CloseEphemeralResource has nothing to close.
func (s *Server) CloseEphemeralResource(context.Context, *tfprotov6.CloseEphemeralResourceRequest) (*tfprotov6.CloseEphemeralResourceResponse, error) {
	return &tfprotov6.CloseEphemeralResourceResponse{}, nil
}
