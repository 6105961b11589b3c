package standin

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// ValidateDataResourceConfig checks a data source against the schema and the rules of its type.
func (s *Server) ValidateDataResourceConfig(_ context.Context, request *tfprotov6.ValidateDataResourceConfigRequest) (*tfprotov6.ValidateDataResourceConfigResponse, error) {
	diagnostics, err := s.validate(s.provider.DataSources, dataSourceRules, request.TypeName, request.Config)

	return &tfprotov6.ValidateDataResourceConfigResponse{Diagnostics: diagnostics}, err
}

// ReadDataSource answers with made-up values, always the same ones.
func (s *Server) ReadDataSource(_ context.Context, request *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	state, err := s.invent(s.provider.DataSources, request.TypeName, request.Config)

	return &tfprotov6.ReadDataSourceResponse{State: state}, err
}

func (s *Server) invent(schemas map[string]*tfprotov6.Schema, typeName string, value *tfprotov6.DynamicValue) (*tfprotov6.DynamicValue, error) {
	schema, config, err := s.read(schemas, typeName, value)
	if err != nil {
		return nil, err
	}

	answer, err := rebuildBlock(schema.Block, tftypes.NewAttributePath(), config, visitor{attribute: invented})
	if err != nil {
		return nil, err
	}

	return encode(answer)
}

// ValidateEphemeralResourceConfig checks an ephemeral resource against the schema and the rules of its type.
func (s *Server) ValidateEphemeralResourceConfig(_ context.Context, request *tfprotov6.ValidateEphemeralResourceConfigRequest) (*tfprotov6.ValidateEphemeralResourceConfigResponse, error) {
	diagnostics, err := s.validate(s.provider.Ephemerals, ephemeralRules, request.TypeName, request.Config)

	return &tfprotov6.ValidateEphemeralResourceConfigResponse{Diagnostics: diagnostics}, err
}

// OpenEphemeralResource answers with made-up values, always the same ones.
func (s *Server) OpenEphemeralResource(_ context.Context, request *tfprotov6.OpenEphemeralResourceRequest) (*tfprotov6.OpenEphemeralResourceResponse, error) {
	result, err := s.invent(s.provider.Ephemerals, request.TypeName, request.Config)

	return &tfprotov6.OpenEphemeralResourceResponse{Result: result}, err
}

// RenewEphemeralResource has nothing to renew: what was opened names no time.
func (s *Server) RenewEphemeralResource(context.Context, *tfprotov6.RenewEphemeralResourceRequest) (*tfprotov6.RenewEphemeralResourceResponse, error) {
	return &tfprotov6.RenewEphemeralResourceResponse{}, nil
}

// CloseEphemeralResource has nothing to close.
func (s *Server) CloseEphemeralResource(context.Context, *tfprotov6.CloseEphemeralResourceRequest) (*tfprotov6.CloseEphemeralResourceResponse, error) {
	return &tfprotov6.CloseEphemeralResourceResponse{}, nil
}
