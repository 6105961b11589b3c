package talosnode

import (
	"errors"

	"github.com/siderolabs/talos/pkg/machinery/config"
	"github.com/siderolabs/talos/pkg/machinery/resources/runtime"

	"cdktf-proxmox-talos/simulator/internal/machine"
	"cdktf-proxmox-talos/simulator/internal/talosnode/installer"
)

// install puts Talos on the disk with the installer image of the configuration, and says whether the machine starts again.
// Where that fails nothing is on the disk, not even the configuration: it comes back in maintenance mode.
func (b *boot) install(configuration config.Provider) (again bool) {
	b.setStage(runtime.MachineStageInstalling)
	b.show()

	image, err := b.pull(configuration.Machine().Install().Image())
	if err != nil {
		b.node.logf("task install (1/1): failed: %v", err)
		b.node.logf("install failed, rebooting")
	} else {
		image.Architecture = b.node.hardware().Image.Architecture
		b.node.store(func(disk *disk) { disk.installed, disk.configuration, disk.erased = &image, configuration, false })
		b.node.logf("is installed with %s for %s and restarts", image.Version, image.Platform)
	}

	return pause(b.ctx, milliseconds(b.node.server.config.RebootMS))
}

// pull gets an installer image. A registry that does not answer is asked again; one that does not have it is not.
func (b *boot) pull(reference string) (machine.Image, error) {
	b.node.logf("pulling %q", reference)

	for {
		image, err := installer.Pull(b.ctx, reference)
		if err == nil || errors.Is(err, installer.ErrNotFound) || errors.Is(err, installer.ErrUnknownForm) {
			return image, err
		}

		b.node.logf("retrying error: %v", err)

		if !pause(b.ctx, retryAfter) {
			return image, err
		}
	}
}
