package talosnode

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"time"

	machineapi "github.com/siderolabs/talos/pkg/machinery/api/machine"
	"github.com/siderolabs/talos/pkg/machinery/config"
	"github.com/siderolabs/talos/pkg/machinery/config/configdiff"
	"github.com/siderolabs/talos/pkg/machinery/config/container"
	machinetype "github.com/siderolabs/talos/pkg/machinery/config/machine"
	"github.com/siderolabs/talos/pkg/machinery/constants"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"cdktf-proxmox-talos/simulator/internal/talosnode/forward"
)

// metal is the platform of machines whose disk Talos has to be installed on.
const metal = "metal"

// platformMode is where Talos runs, which decides whether a configuration must name a disk to install on.
type platformMode struct {
	name            string
	requiresInstall bool
}

// String is the name that Talos gives the mode.
func (p platformMode) String() string { return p.name }

// RequiresInstall says whether the configuration must name the disk.
func (p platformMode) RequiresInstall() bool { return p.requiresInstall }

// InContainer is false: it is a machine of its own.
func (p platformMode) InContainer() bool { return false }

func (n *node) mode() platformMode {
	if n.hardware().Image.Platform == metal {
		return platformMode{name: metal, requiresInstall: n.stored().installed == nil}
	}

	return platformMode{name: "cloud"}
}

// ApplyConfiguration takes a configuration, as the real machine does in each of its modes.
func (m *machineService) ApplyConfiguration(ctx context.Context, request *machineapi.ApplyConfigurationRequest) (*machineapi.ApplyConfigurationResponse, error) {
	b := m.boot

	if !b.applying.TryLock() {
		return nil, status.Error(codes.FailedPrecondition, "another apply configuration is already in progress")
	}
	defer b.applying.Unlock()

	if !pause(ctx, milliseconds(b.node.server.config.ApplyMS)) {
		return nil, status.FromContextError(ctx.Err()).Err()
	}

	current := b.configuration()

	switch {
	case current != nil && !forward.IsAdmin(ctx):
		return nil, status.Error(codes.PermissionDenied, "not authorized")
	case b.isEnding():
		return nil, status.Error(codes.FailedPrecondition,
			"configuration was already applied and node is rebooting, cannot apply more configuration changes until next reboot")
	case current == nil && len(b.accepted) > 0:
		return nil, status.Error(codes.FailedPrecondition, "a configuration was already applied and node is leaving maintenance mode")
	}

	submitted, warnings, err := b.accept(ctx, request.GetData())
	if err != nil {
		return nil, err
	}

	mode, details, err := decide(request.GetMode(), current, submitted)
	if err != nil {
		return nil, err
	}

	if request.GetDryRun() {
		difference, err := difference(current, submitted)
		if err != nil {
			return nil, err
		}

		return applied(mode, nil, fmt.Sprintf("Dry run summary:\n%s (skipped in dry-run).\n%s", details, difference)), nil
	}

	if mode == machineapi.ApplyConfigurationRequest_TRY {
		timeout := constants.ConfigTryTimeout
		if request.GetTryModeTimeout() != nil {
			timeout = request.GetTryModeTimeout().AsDuration()
		}

		details += fmt.Sprintf("\nThe config is applied in 'try' mode and will be automatically reverted back in %s", timeout)
		b.try(current, submitted, timeout)
	} else {
		b.take(mode, submitted)
	}

	return applied(mode, warnings, details), nil
}

func applied(mode machineapi.ApplyConfigurationRequest_Mode, warnings []string, details string) *machineapi.ApplyConfigurationResponse {
	return &machineapi.ApplyConfigurationResponse{
		Messages: []*machineapi.ApplyConfiguration{{Mode: mode, Warnings: warnings, ModeDetails: details}},
	}
}

// accept parses and validates a configuration.
func (b *boot) accept(ctx context.Context, text []byte) (submitted config.Provider, warnings []string, err error) {
	refuse := func(err error) (config.Provider, []string, error) {
		return nil, nil, status.Error(codes.InvalidArgument, err.Error())
	}

	if submitted, err = b.read(ctx, text); status.Code(err) == codes.Internal {
		return nil, nil, err
	} else if err != nil {
		return refuse(err)
	}

	if submitted.RawV1Alpha1() == nil {
		return refuse(errors.New("the applied machine configuration doesn't contain v1alpha1 config, did you mean to patch the machine config instead?"))
	}

	if submitted.Machine() == nil || submitted.Cluster() == nil || submitted.Machine().Type() == machinetype.TypeInit {
		return nil, nil, status.Error(codes.Unimplemented,
			"a configuration without machine or cluster, or of machine type init, is not modelled by the simulated node")
	}

	// what only newer releases know is an unknown key to the image
	if err := b.node.server.contracts.Check(b.node.hardware().Image.Version, text); err != nil {
		return refuse(err)
	}

	if warnings, err = b.validate(ctx, text, submitted); status.Code(err) == codes.Internal {
		return nil, nil, err
	} else if err != nil {
		return refuse(err)
	}

	if err := b.node.releaseFaults(submitted); err != nil {
		return refuse(err)
	}

	more, err := submitted.RuntimeValidate(ctx, b.resources.State, b.node.mode())
	if err := withoutImages(err); err != nil {
		return refuse(err)
	}

	return submitted, slices.Concat(warnings, more), nil
}

// decide says what becomes of a configuration. current is nil in maintenance mode, where nothing needs a reboot.
func decide(asked machineapi.ApplyConfigurationRequest_Mode, current, submitted config.Provider) (machineapi.ApplyConfigurationRequest_Mode, string, error) {
	const without, with = "Applied configuration without a reboot", "Applied configuration with a reboot"

	if current == nil {
		switch asked {
		case machineapi.ApplyConfigurationRequest_STAGED:
			return asked, "Staged configuration to be applied after the next reboot", nil
		case machineapi.ApplyConfigurationRequest_TRY:
			return asked, "", status.Error(codes.Unimplemented, "mode try in maintenance mode is not modelled by the simulated node")
		default:
			return machineapi.ApplyConfigurationRequest_NO_REBOOT, without, nil
		}
	}

	switch asked {
	case machineapi.ApplyConfigurationRequest_STAGED:
		return asked, "Staged configuration to be applied after the next reboot", nil
	case machineapi.ApplyConfigurationRequest_TRY, machineapi.ApplyConfigurationRequest_NO_REBOOT:
		if err := needsReboot(current, submitted); err != nil {
			return asked, "", status.Error(codes.InvalidArgument, err.Error())
		}

		return asked, without, nil
	case machineapi.ApplyConfigurationRequest_AUTO:
		if err := needsReboot(current, submitted); err != nil {
			return machineapi.ApplyConfigurationRequest_REBOOT, with + ": " + err.Error(), nil
		}

		return machineapi.ApplyConfigurationRequest_NO_REBOOT, without, nil
	case machineapi.ApplyConfigurationRequest_REBOOT:
		return asked, with, nil
	default:
		return asked, "", status.Errorf(codes.InvalidArgument, "incorrect mode '%s' specified for the apply config call", asked)
	}
}

// needsReboot returns an error that shows what can't be changed while the machine runs. Documents beside the main one
// always can.
func needsReboot(current, submitted config.Provider) error {
	before, after := current.RawV1Alpha1(), submitted.RawV1Alpha1().DeepCopy()

	after.ConfigDebug, after.ClusterConfig = before.ConfigDebug, before.ClusterConfig

	if from, to := before.MachineConfig, after.MachineConfig; from != nil && to != nil {
		to.MachineCA, to.MachineAcceptedCAs, to.MachineCertSANs = from.MachineCA, from.MachineAcceptedCAs, from.MachineCertSANs
		to.MachineTime, to.MachineNetwork, to.MachineRegistries = from.MachineTime, from.MachineNetwork, from.MachineRegistries //nolint:staticcheck
		to.MachineInstall, to.MachineControlPlane, to.MachineKubelet = from.MachineInstall, from.MachineControlPlane, from.MachineKubelet
		to.MachineSysfs, to.MachineSysctls, to.MachineKernel = from.MachineSysfs, from.MachineSysctls, from.MachineKernel
		to.MachineLogging, to.MachinePods, to.MachineSeccompProfiles = from.MachineLogging, from.MachinePods, from.MachineSeccompProfiles
		to.MachineNodeAnnotations, to.MachineNodeLabels, to.MachineNodeTaints = from.MachineNodeAnnotations, from.MachineNodeLabels, from.MachineNodeTaints

		if have, want := from.MachineFeatures, to.MachineFeatures; have != nil && want != nil {
			want.KubernetesTalosAPIAccessConfig, want.KubePrismSupport = have.KubernetesTalosAPIAccessConfig, have.KubePrismSupport
			want.HostDNSSupport, want.ImageCacheSupport = have.HostDNSSupport, have.ImageCacheSupport
			want.FeatureNodeAddressSortAlgorithm = have.FeatureNodeAddressSortAlgorithm
		}
	}

	if reflect.DeepEqual(before, after) {
		return nil
	}

	shown, err := configdiff.DiffConfigs(container.NewV1Alpha1(before), container.NewV1Alpha1(after))
	if err != nil {
		return fmt.Errorf("error calculating diff: %w", err)
	}

	return fmt.Errorf("this config change can't be applied in immediate mode\ndiff:\n%s", shown)
}

func difference(current, submitted config.Provider) (string, error) {
	var before config.Encoder = container.NewV1Alpha1(nil)
	if current != nil {
		before = current
	}

	shown, err := configdiff.DiffConfigs(before, submitted)
	if err != nil {
		return "", fmt.Errorf("failed to generate diff: %w", err)
	}

	if shown == "" {
		shown = "No changes."
	}

	return "Config diff:\n\n" + shown, nil
}

// take makes a configuration that of the disk, and the active one unless it is for the next boot.
func (b *boot) take(mode machineapi.ApplyConfigurationRequest_Mode, submitted config.Provider) {
	b.cancelRollback()
	b.node.logf("takes a configuration, mode %s", mode)

	// before Talos is on the disk there is nothing to write it on
	if b.node.isInstalled() {
		b.node.store(func(disk *disk) { disk.configuration = submitted })
	}

	switch {
	case mode == machineapi.ApplyConfigurationRequest_REBOOT:
		b.request(sequence{kind: reboot})
	case mode == machineapi.ApplyConfigurationRequest_STAGED:
	case b.configuration() == nil:
		b.accepted <- submitted
	default:
		b.configure(submitted)
	}
}

// try makes a configuration the active one for a while.
func (b *boot) try(current, submitted config.Provider, timeout time.Duration) {
	b.cancelRollback()
	b.node.logf("tries a configuration for %s", timeout)
	b.configure(submitted)

	b.mu.Lock()
	defer b.mu.Unlock()

	b.rollback = time.AfterFunc(timeout, func() {
		b.node.logf("goes back to the configuration before the trial")
		b.configure(current)
	})
}

func (b *boot) cancelRollback() {
	b.mu.Lock()
	defer b.mu.Unlock()

	if b.rollback != nil {
		b.rollback.Stop()
		b.rollback = nil
	}
}

func (b *boot) isEnding() bool {
	b.mu.Lock()
	defer b.mu.Unlock()

	return b.ending != nil || len(b.sequences) > 0
}
