package standin

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// ValidateResourceConfig checks a resource against the schema and the rules of its type.
func (s *Server) ValidateResourceConfig(_ context.Context, request *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	diagnostics, err := s.validate(s.provider.Resources, s.behaviour.Resources[request.TypeName].Rules, request.TypeName, request.Config)

	return &tfprotov6.ValidateResourceConfigResponse{Diagnostics: diagnostics}, err
}

func (s *Server) validate(schemas map[string]*tfprotov6.Schema, rules []Rule, typeName string, value *tfprotov6.DynamicValue) ([]*tfprotov6.Diagnostic, error) {
	schema, config, err := s.read(schemas, typeName, value)
	if err != nil {
		return nil, err
	}

	return s.check(schema, rules, config)
}

// check says what is wrong with a configuration by its schema and by the rules of the provider.
func (s *Server) check(schema *tfprotov6.Schema, rules []Rule, config tftypes.Value) ([]*tfprotov6.Diagnostic, error) {
	diagnostics, err := checkConfig(schema, config)
	if err != nil {
		return nil, err
	}

	content, err := objectContent(config)
	if err != nil {
		return nil, err
	}

	for _, rule := range rules {
		if broken := rule(content); broken != nil {
			diagnostics = append(diagnostics, fault(broken.path(), broken.Summary, broken.Detail))
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

// ReadResource asks the behaviour; without one there is nothing to look at.
func (s *Server) ReadResource(ctx context.Context, request *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	response := &tfprotov6.ReadResourceResponse{NewState: request.CurrentState, Private: request.Private}

	look := s.behaviour.Resources[request.TypeName].Read
	if look == nil {
		return response, nil
	}

	schema, current, err := s.read(s.provider.Resources, request.TypeName, request.CurrentState)
	if err != nil {
		return nil, err
	}

	content, err := objectContent(current)
	if err != nil || content == nil {
		return response, err
	}

	ctx, warnings := withWarnings(ctx)

	found, err := look(ctx, content)
	response.Diagnostics = s.diagnostics(warnings, "read "+request.TypeName, err)

	if err != nil {
		return response, nil
	}

	response.NewState, err = s.state(schema, request.TypeName, found)

	return response, err
}

// ApplyResourceChange creates, updates or removes by the behaviour; without one it refuses.
func (s *Server) ApplyResourceChange(ctx context.Context, request *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	response := &tfprotov6.ApplyResourceChangeResponse{NewState: request.PriorState, Private: request.PlannedPrivate}

	values, err := s.contents(request.TypeName, request.PriorState, request.PlannedState, request.Config)
	if err != nil {
		return nil, err
	}

	prior, planned, config := values[0], values[1], values[2]
	schema, resource := s.provider.Resources[request.TypeName], s.behaviour.Resources[request.TypeName]

	var (
		next   Values
		action string
	)

	ctx, warnings := withWarnings(ctx)

	switch {
	case prior == nil && planned == nil:
		return response, nil
	case planned == nil && resource.Delete != nil:
		action = "delete"
		err = resource.Delete(ctx, prior)
	case prior == nil && resource.Create != nil:
		action = "create"
		next, err = resource.Create(ctx, planned, config)
	case prior != nil && planned != nil && resource.Update != nil:
		action = "update"
		next, err = resource.Update(ctx, prior, planned, config)
	default:
		response.Diagnostics = s.refusal("apply a change of " + request.TypeName)

		return response, nil
	}

	response.Diagnostics = s.diagnostics(warnings, action+" "+request.TypeName, err)
	if err != nil && next == nil {
		return response, nil
	}

	response.NewState, err = s.state(schema, request.TypeName, next)

	return response, err
}

// contents decodes values of a resource, nil where there is none.
func (s *Server) contents(typeName string, encoded ...*tfprotov6.DynamicValue) ([]Values, error) {
	all := make([]Values, len(encoded))

	for index, value := range encoded {
		if value == nil {
			continue
		}

		_, decoded, err := s.read(s.provider.Resources, typeName, value)
		if err != nil {
			return nil, err
		}

		if all[index], err = objectContent(decoded); err != nil {
			return nil, err
		}
	}

	return all, nil
}

// state encodes what a behaviour has returned; nil is nothing. It contains nothing write-only and nothing unknown.
func (s *Server) state(schema *tfprotov6.Schema, typeName string, content Values) (*tfprotov6.DynamicValue, error) {
	of := schema.ValueType()
	if content == nil {
		return encode(tftypes.NewValue(of, nil))
	}

	value, err := object(schema, content)
	if err != nil {
		return nil, fmt.Errorf("%s made a %s that does not fit its schema: %w", s, typeName, err)
	}

	value, err = rebuildBlock(schema.Block, tftypes.NewAttributePath(), value, visitor{attribute: withoutWriteOnly})
	if err != nil {
		return nil, err
	}

	if !value.IsFullyKnown() {
		return nil, fmt.Errorf("%s left something of a %s unknown: %s", s, typeName, strings.Join(unknown(value), ", "))
	}

	return encode(value)
}

// ImportResourceState asks the behaviour; without one it refuses.
func (s *Server) ImportResourceState(ctx context.Context, request *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	schema, known := s.provider.Resources[request.TypeName]
	take := s.behaviour.Resources[request.TypeName].Import

	if !known || take == nil {
		return &tfprotov6.ImportResourceStateResponse{Diagnostics: s.refusal(fmt.Sprintf("import the %s %s", request.TypeName, request.ID))}, nil
	}

	ctx, warnings := withWarnings(ctx)

	found, err := take(ctx, request.ID, empty(schema))
	if err != nil {
		return &tfprotov6.ImportResourceStateResponse{Diagnostics: s.diagnostics(warnings, "import a "+request.TypeName, err)}, nil
	}

	state, err := s.state(schema, request.TypeName, found)
	if err != nil {
		return nil, err
	}

	return &tfprotov6.ImportResourceStateResponse{
		ImportedResources: []*tfprotov6.ImportedResource{{TypeName: request.TypeName, State: state}},
		Diagnostics:       s.diagnostics(warnings, "", nil),
	}, nil
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
