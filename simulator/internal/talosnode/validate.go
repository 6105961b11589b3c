package talosnode

import (
	"context"

	"github.com/siderolabs/talos/pkg/machinery/config"
	"github.com/siderolabs/talos/pkg/machinery/config/configloader"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"cdktf-proxmox-talos/judge/machineconfig"
	"cdktf-proxmox-talos/simulator/internal/olderjudge"
)

// read loads a configuration. Of one that the library here cannot read, the release of the machine has the say where it is an
// older one: the library of Talos 1.14 refuses an empty value where those before read it and miss what it should hold.
func (b *boot) read(ctx context.Context, text []byte) (config.Provider, error) {
	found, err := configloader.NewFromBytes(text)
	if err == nil || !b.isOlder() {
		return found, err
	}

	if _, refusal := b.validate(ctx, text, nil); refusal != nil {
		return nil, refusal
	}

	return nil, err
}

// isOlder says whether the release of the machine is one before the library here, of which the judge knows more.
func (b *boot) isOlder() bool {
	return isBefore(b.node.hardware().Image.Version, olderjudge.Since)
}

// validate returns what the release of the machine says of a configuration before it looks at disks and hardware. The text
// is that of the configuration.
func (b *boot) validate(ctx context.Context, text []byte, found config.Provider) (warnings []string, err error) {
	mode := b.node.mode()
	if !b.isOlder() {
		return found.Validate(mode)
	}

	received := machineconfig.Received{Text: string(text), Mode: machineconfig.Mode(mode.name), Installed: !mode.requiresInstall}

	warnings, refusal, err := b.node.server.config.Judge.Receive(ctx, received)
	if err != nil {
		return nil, status.Error(codes.Internal, err.Error())
	}

	return warnings, refusal
}
