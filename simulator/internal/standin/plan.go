package standin

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// PlanResourceChange plans as the plugin framework of the real providers does. Without a behaviour it plans new resources,
// resources without a change, and removals, and refuses an update: whether one replaces the resource is not in a schema.
func (s *Server) PlanResourceChange(ctx context.Context, request *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	schema, proposed, err := s.read(s.provider.Resources, request.TypeName, request.ProposedNewState)
	if err != nil {
		return nil, err
	}

	prior, err := request.PriorState.Unmarshal(schema.ValueType())
	if err != nil {
		return nil, err
	}

	config, err := request.Config.Unmarshal(schema.ValueType())
	if err != nil {
		return nil, err
	}

	if proposed.IsNull() {
		return &tfprotov6.PlanResourceChangeResponse{PlannedState: request.ProposedNewState, PlannedPrivate: request.PriorPrivate}, nil
	}

	resource := s.behaviour.Resources[request.TypeName]

	plan, err := resource.propose(schema, prior, proposed, config)
	if err != nil {
		return nil, err
	}

	change, diagnostics, err := s.change(ctx, request.TypeName, prior, plan, config)
	if err != nil || change == nil {
		return &tfprotov6.PlanResourceChangeResponse{Diagnostics: diagnostics}, err
	}

	if plan, err = object(schema, change.Planned); err != nil {
		return nil, err
	}

	if !prior.IsNull() && !prior.Equal(plan) && resource.Update == nil && len(change.Replaces) == 0 {
		return &tfprotov6.PlanResourceChangeResponse{Diagnostics: s.refusal("plan an update of " + request.TypeName)}, nil
	}

	state, err := encode(plan)
	response := &tfprotov6.PlanResourceChangeResponse{PlannedState: state, PlannedPrivate: request.PriorPrivate, Diagnostics: diagnostics}

	for _, name := range change.Replaces {
		response.RequiresReplace = append(response.RequiresReplace, tftypes.NewAttributePath().WithAttributeName(name))
	}

	return response, err
}

// change lets the behaviour have its say; there is none when it found an error.
func (s *Server) change(ctx context.Context, typeName string, prior, plan, config tftypes.Value) (*Change, []*tfprotov6.Diagnostic, error) {
	change := &Change{}

	for _, part := range []struct {
		of   tftypes.Value
		into *Values
	}{{prior, &change.Prior}, {plan, &change.Planned}, {config, &change.Config}} {
		content, err := objectContent(part.of)
		if err != nil {
			return nil, nil, err
		}

		*part.into = content
	}

	resource := s.behaviour.Resources[typeName]
	ctx, warnings := withWarnings(ctx)

	if resource.Plan != nil {
		if err := resource.Plan(ctx, change); err != nil {
			return nil, s.diagnostics(warnings, "plan a "+typeName, err), nil
		}
	}

	for _, name := range resource.Replaces {
		if change.Prior != nil && change.Changed(name) && !slices.Contains(change.Replaces, name) {
			change.Replaces = append(change.Replaces, name)
		}
	}

	return change, s.diagnostics(warnings, "", nil), nil
}

// propose puts defaults where nothing is configured. If that makes a change, what the provider computes is not known yet.
func (r Resource) propose(schema *tfprotov6.Schema, prior, proposed, config tftypes.Value) (tftypes.Value, error) {
	plan, err := rebuildBlock(schema.Block, tftypes.NewAttributePath(), proposed, visitor{
		attribute: func(path *tftypes.AttributePath, attribute *tfprotov6.SchemaAttribute, value tftypes.Value) tftypes.Value {
			standard, hasDefault := r.Defaults[plain(path)]
			if hasDefault && !attribute.WriteOnly && at(config, path, attribute).IsNull() {
				return standard
			}

			return withoutWriteOnly(path, attribute, value)
		},
	})
	if err != nil || prior.Equal(plan) {
		return plan, err
	}

	return rebuildBlock(schema.Block, tftypes.NewAttributePath(), plan, visitor{
		attribute: func(path *tftypes.AttributePath, attribute *tfprotov6.SchemaAttribute, value tftypes.Value) tftypes.Value {
			_, hasDefault := r.Defaults[plain(path)]
			if hasDefault || !attribute.Computed || !at(config, path, attribute).IsNull() {
				return value
			}

			if !prior.IsNull() && r.keeps(plain(path)) {
				return at(prior, path, attribute)
			}

			return tftypes.NewValue(attribute.ValueType(), tftypes.UnknownValue)
		},
	})
}

// keeps also holds for what is inside of something kept.
func (r Resource) keeps(name string) bool {
	return slices.ContainsFunc(r.Keeps, func(kept string) bool { return name == kept || strings.HasPrefix(name, kept+".") })
}

// at finds the value of an attribute; what is not there is null.
func at(value tftypes.Value, path *tftypes.AttributePath, attribute *tfprotov6.SchemaAttribute) tftypes.Value {
	found, _, err := tftypes.WalkAttributePath(value, path)
	if content, isValue := found.(tftypes.Value); err == nil && isValue {
		return content
	}

	return tftypes.NewValue(attribute.ValueType(), nil)
}
