package talosnode

import (
	"context"

	"github.com/siderolabs/talos/pkg/machinery/config"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"cdktf-proxmox-talos/judge/machineconfig"
	"cdktf-proxmox-talos/simulator/internal/olderjudge"
)

// validate returns what the release of the machine says of a configuration before it looks at disks and hardware. The text
// is that of the configuration.
func (b *boot) validate(ctx context.Context, text []byte, found config.Provider) (warnings []string, err error) {
	mode := b.node.mode()
	if !isBefore(b.node.hardware().Image.Version, olderjudge.Since) {
		return found.Validate(mode)
	}

	received := machineconfig.Received{Text: string(text), Mode: machineconfig.Mode(mode.name), Installed: !mode.requiresInstall}

	warnings, refusal, err := b.node.server.config.Judge.Receive(ctx, received)
	if err != nil {
		return nil, status.Error(codes.Internal, err.Error())
	}

	return warnings, refusal
}
