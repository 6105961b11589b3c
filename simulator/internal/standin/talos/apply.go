package talos

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
	machineapi "github.com/siderolabs/talos/pkg/machinery/api/machine"
	"github.com/siderolabs/talos/pkg/machinery/client"

	"cdktf-proxmox-talos/judge/machineconfig"
	"cdktf-proxmox-talos/simulator/internal/standin"
	"cdktf-proxmox-talos/simulator/internal/standin/rules"
)

// stagedIfNeedingReboot is the mode that asks the node at every plan.
const stagedIfNeedingReboot = "staged_if_needing_reboot"

func applyRules() []standin.Rule {
	return slices.Concat(
		writeOnlyOr("machine configuration input", "machine_configuration_input", ""),
		writeOnlyOr("client configuration", "client_configuration", ""),
		[]standin.Rule{rules.OneOf("apply_mode", "auto", "reboot", "no_reboot", "staged", stagedIfNeedingReboot), rules.Timeouts},
	)
}

func applyResource() standin.Resource {
	return standin.Resource{
		Rules: applyRules(),
		Defaults: map[string]tftypes.Value{
			"apply_mode":          text("auto"),
			"on_destroy.reset":    truth(false),
			"on_destroy.graceful": truth(true),
			"on_destroy.reboot":   truth(false),
		},
		Keeps: []string{"id", "machine_configuration", "machine_configuration_hash"},
		Plan:  planApply,
		Create: func(ctx context.Context, planned, config standin.Values) (standin.Values, error) {
			return apply(ctx, "create", planned, config)
		},
		Update: func(ctx context.Context, _, planned, config standin.Values) (standin.Values, error) {
			return apply(ctx, "update", planned, config)
		},
		Delete: resetOnDestroy,
	}
}

// planApply renders the configuration as soon as everything is known, and decides how it is applied. Where a patch is not
// known, or a write-only configuration, the provider leaves what the state has, and OpenTofu finds the plan inconsistent
// when it is applied; only an unknown configuration or list of patches is planned as unknown.
func planApply(ctx context.Context, change *standin.Change) error {
	if !planEndpoint(change) {
		return nil
	}

	input := input(change.Config)
	if !input.IsKnown() || !change.Config["config_patches"].IsKnown() {
		change.Unknown("machine_configuration")
		change.Unknown("machine_configuration_hash")

		return nil
	}

	patches, known := patchesOf(change.Config)
	if input.IsNull() || !known {
		return nil
	}

	rendered, err := machineconfig.Patch(standin.Text(input), patches)
	if broken := new(machineconfig.PatchError); errors.As(err, &broken) {
		return &standin.Fault{Summary: "Error " + broken.Step, Detail: broken.Err.Error()}
	}

	sum := sha256.Sum256([]byte(rendered))
	standin.Set(change.Planned, "machine_configuration_hash", hex.EncodeToString(sum[:]))
	standin.Set(change.Planned, "machine_configuration", rendered)

	if !change.Config["machine_configuration_input_wo"].IsNull() {
		standin.Set(change.Planned, "machine_configuration", nil)
	}

	mode, err := resolveMode(ctx, change, rendered)
	standin.Set(change.Planned, "resolved_apply_mode", mode)

	return err
}

// input is the configuration before the patches; the write-only one comes first, once it is known.
func input(config standin.Values) tftypes.Value {
	if written := config["machine_configuration_input_wo"]; !written.IsNull() && written.IsKnown() {
		return written
	}

	return config["machine_configuration_input"]
}

// patchesOf are the patches; known says whether these are all. A null one is left out.
func patchesOf(config standin.Values) (patches []string, known bool) {
	for _, patch := range standin.List(config["config_patches"]) {
		switch {
		case !patch.IsKnown():
			return nil, false
		case !patch.IsNull():
			patches = append(patches, standin.Text(patch))
		}
	}

	return patches, config["config_patches"].IsKnown()
}

// resolveMode asks the node whether the configuration needs a reboot, if that is wanted and has not been asked before.
func resolveMode(ctx context.Context, change *standin.Change, rendered string) (string, error) {
	mode := standin.Text(change.Planned["apply_mode"])
	if mode != stagedIfNeedingReboot {
		return mode, nil
	}

	if change.Prior != nil && standin.Text(change.Prior["machine_configuration"]) == rendered {
		if resolved := standin.Text(change.Prior["resolved_apply_mode"]); resolved != "" {
			return resolved, nil
		}
	}

	// by which certificate to ask is not known yet
	if !change.Config["client_configuration"].IsFullyKnown() || !change.Config["client_configuration_wo"].IsFullyKnown() {
		return "auto", nil
	}

	called, err := nodeOf(change.Config, change.Config)
	if err != nil {
		return "auto", err
	}

	reboots := false

	err = called.call(ctx, func(ctx context.Context, c *client.Client) error {
		answer, err := c.ApplyConfiguration(ctx, &machineapi.ApplyConfigurationRequest{
			Mode:   machineapi.ApplyConfigurationRequest_AUTO,
			Data:   []byte(rendered),
			DryRun: true,
		})
		if err != nil {
			return err
		}

		reboots = len(answer.GetMessages()) > 0 && answer.GetMessages()[0].GetMode() == machineapi.ApplyConfigurationRequest_REBOOT

		return nil
	})

	switch {
	case err != nil:
		standin.Warn(ctx, "Cannot check reboot requirement",
			fmt.Sprintf("Node %s: %v. Using 'auto' mode (may reboot).", called.address, err))
	case reboots:
		standin.Warn(ctx, "Reboot prevented - using staged mode", fmt.Sprintf("Node %s: Configuration requires reboot. "+
			"Using 'staged' mode. Manually reboot with: talosctl reboot --nodes %s", called.address, called.address))

		return "staged", nil
	}

	return "auto", nil
}

// apply sends the configuration and waits for nothing that the node does with it.
func apply(ctx context.Context, operation string, planned, config standin.Values) (standin.Values, error) {
	called, err := nodeOf(planned, config)
	if err != nil {
		return nil, err
	}

	limit, err := timeout(planned, operation)
	if err != nil {
		return nil, err
	}

	rendered := standin.Text(planned["machine_configuration"])
	if written := config["machine_configuration_input_wo"]; !written.IsNull() {
		patches, _ := patchesOf(planned)
		if rendered, err = machineconfig.Patch(standin.Text(written), patches); err != nil {
			return nil, &standin.Fault{Summary: "Error computing machine configuration", Detail: err.Error()}
		}
	}

	modes := []string{standin.Text(planned["resolved_apply_mode"]), standin.Text(planned["apply_mode"])}
	mode := modes[slices.IndexFunc(modes, func(mode string) bool { return mode != "" })]

	err = called.retry(ctx, limit, func(ctx context.Context, c *client.Client) error {
		_, err := c.ApplyConfiguration(ctx, &machineapi.ApplyConfigurationRequest{
			Mode: machineapi.ApplyConfigurationRequest_Mode(machineapi.ApplyConfigurationRequest_Mode_value[strings.ToUpper(mode)]),
			Data: []byte(rendered),
		})

		return err
	})
	if err != nil {
		return nil, &standin.Fault{Summary: "Error applying configuration", Detail: err.Error()}
	}

	standin.Set(planned, "id", "machine_configuration_apply")

	return planned, nil
}
