package standin

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// ValidateResourceConfig checks a resource against the schema and the rules of its type.
func (s *Server) ValidateResourceConfig(_ context.Context, request *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	diagnostics, err := s.validate(s.provider.Resources, resourceRules, request.TypeName, request.Config)

	return &tfprotov6.ValidateResourceConfigResponse{Diagnostics: diagnostics}, err
}

func (s *Server) validate(schemas map[string]*tfprotov6.Schema, rules map[string][]rule, typeName string, value *tfprotov6.DynamicValue) ([]*tfprotov6.Diagnostic, error) {
	schema, config, err := s.read(schemas, typeName, value)
	if err != nil {
		return nil, err
	}

	diagnostics, err := s.checkConfig(schema, config)
	if err != nil {
		return nil, err
	}

	content, err := objectContent(config)
	if err != nil {
		return nil, err
	}

	for _, rule := range rules[typeName] {
		if broken := rule(content); broken != nil {
			diagnostics = append(diagnostics, s.fault(broken.path(), broken.summary, broken.detail))
		}
	}

	return diagnostics, nil
}

// UpgradeResourceState reads a state of the same schema version; it knows no other.
func (s *Server) UpgradeResourceState(_ context.Context, request *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	schema, ok := s.provider.Resources[request.TypeName]
	if !ok || request.Version != schema.Version {
		return &tfprotov6.UpgradeResourceStateResponse{
			Diagnostics: s.refusal(fmt.Sprintf("upgrade the state of %s from schema version %d", request.TypeName, request.Version)),
		}, nil
	}

	state, err := request.RawState.Unmarshal(schema.ValueType())
	if err != nil {
		return nil, err
	}

	upgraded, err := encode(state)

	return &tfprotov6.UpgradeResourceStateResponse{UpgradedState: upgraded}, err
}

// UpgradeResourceIdentity refuses: schema files hold no identities.
func (s *Server) UpgradeResourceIdentity(_ context.Context, request *tfprotov6.UpgradeResourceIdentityRequest) (*tfprotov6.UpgradeResourceIdentityResponse, error) {
	return &tfprotov6.UpgradeResourceIdentityResponse{Diagnostics: s.refusal("upgrade the identity of " + request.TypeName)}, nil
}

// ReadResource returns the state: there is nothing real to look at.
func (s *Server) ReadResource(_ context.Context, request *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return &tfprotov6.ReadResourceResponse{NewState: request.CurrentState, Private: request.Private}, nil
}

// PlanResourceChange plans new resources, resources without a change, and removals. An update is refused: whether one
// replaces the resource is not in a schema.
func (s *Server) PlanResourceChange(_ context.Context, request *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	schema, proposed, err := s.read(s.provider.Resources, request.TypeName, request.ProposedNewState)
	if err != nil {
		return nil, err
	}

	prior, err := request.PriorState.Unmarshal(schema.ValueType())
	if err != nil {
		return nil, err
	}

	if proposed.IsNull() {
		return &tfprotov6.PlanResourceChangeResponse{PlannedState: request.ProposedNewState}, nil
	}

	planAttribute := withoutWriteOnly
	if prior.IsNull() {
		planAttribute = planned
	}

	plan, err := rebuildBlock(schema.Block, tftypes.NewAttributePath(), proposed, visitor{attribute: planAttribute})
	if err != nil {
		return nil, err
	}

	if !prior.IsNull() && !prior.Equal(plan) {
		return &tfprotov6.PlanResourceChangeResponse{Diagnostics: s.refusal("plan an update of " + request.TypeName)}, nil
	}

	state, err := encode(plan)

	return &tfprotov6.PlanResourceChangeResponse{PlannedState: state}, err
}

// ApplyResourceChange refuses.
func (s *Server) ApplyResourceChange(_ context.Context, request *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	return &tfprotov6.ApplyResourceChangeResponse{
		NewState:    request.PriorState,
		Diagnostics: s.refusal("apply a change of " + request.TypeName),
	}, nil
}

// ImportResourceState refuses.
func (s *Server) ImportResourceState(_ context.Context, request *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	return &tfprotov6.ImportResourceStateResponse{Diagnostics: s.refusal(fmt.Sprintf("import the %s %s", request.TypeName, request.ID))}, nil
}

// MoveResourceState refuses.
func (s *Server) MoveResourceState(_ context.Context, request *tfprotov6.MoveResourceStateRequest) (*tfprotov6.MoveResourceStateResponse, error) {
	return &tfprotov6.MoveResourceStateResponse{
		Diagnostics: s.refusal(fmt.Sprintf("move a state of %s to %s", request.SourceTypeName, request.TargetTypeName)),
	}, nil
}

// GenerateResourceConfig refuses.
func (s *Server) GenerateResourceConfig(_ context.Context, request *tfprotov6.GenerateResourceConfigRequest) (*tfprotov6.GenerateResourceConfigResponse, error) {
	return &tfprotov6.GenerateResourceConfigResponse{Diagnostics: s.refusal("generate the configuration of a " + request.TypeName)}, nil
}
