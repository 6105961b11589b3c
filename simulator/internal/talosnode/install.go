package talosnode

import (
	"errors"
	"fmt"

	"github.com/siderolabs/talos/pkg/machinery/cel"
	"github.com/siderolabs/talos/pkg/machinery/config"
	"github.com/siderolabs/talos/pkg/machinery/resources/runtime"

	"cdktf-proxmox-talos/simulator/internal/machine"
	"cdktf-proxmox-talos/simulator/internal/talosnode/installer"
	"cdktf-proxmox-talos/simulator/internal/talosnode/storage"
)

// install puts Talos on the disk with the installer image of the configuration, and says whether the machine starts again.
// Where that fails nothing is on the disk, not even the configuration: it comes back in maintenance mode.
func (b *boot) install(configuration config.Provider) (again bool) {
	b.setStage(runtime.MachineStageInstalling)
	b.show()

	target, err := b.installDisk(configuration)

	var image machine.Image
	if err == nil {
		image, err = b.pull(installerImage(configuration), configuration)
	}

	if err != nil {
		b.node.logf("task install (1/1): failed: %v", err)
		b.node.logf("install failed, rebooting")
	} else {
		image.Architecture = b.node.hardware().Image.Architecture
		b.node.store(func(disk *disk) {
			disk.installed, disk.configuration, disk.erased = &image, configuration, false
			if target != nil {
				disk.installedOn = target.Interface
				target.Content.Install(image)
			}
		})
		b.node.logf("is installed with %s for %s and restarts", image.Version, image.Platform)
	}

	return pause(b.ctx, milliseconds(b.node.server.config.RebootMS))
}

// installDisk is the disk that the configuration names, on a machine that has not come with one for the system.
func (b *boot) installDisk(configuration config.Provider) (*storage.Disk, error) {
	hardware := b.node.hardware()
	if hardware.Image.Platform == metal {
		return nil, nil
	}

	disks := storage.Disks(hardware.Disks)

	if unattended := configuration.UnattendedInstallConfig(); unattended != nil {
		return selectedDisk(disks, unattended.VolumeSelector())
	}

	path := configuration.Machine().Install().Disk()
	if path == "" {
		return nil, errors.New("no disk to install on: .machine.install.disk and .machine.install.diskSelector are empty")
	}

	for _, disk := range disks {
		if disk.IsCalled(path) {
			return &disk, nil
		}
	}

	return nil, fmt.Errorf("failed to install: disk %q does not exist", path)
}

func selectedDisk(disks []storage.Disk, selector cel.Expression) (*storage.Disk, error) {
	for _, disk := range disks {
		matched, err := disk.Matches(selector)
		if err != nil {
			return nil, err
		}

		if matched {
			return &disk, nil
		}
	}

	return nil, errors.New("failed to install: no disk matches provisioning.diskSelector.match of UnattendedInstallConfig")
}

// installerImage stands in a document of its own since Talos 1.14.
func installerImage(configuration config.Provider) string {
	if unattended := configuration.UnattendedInstallConfig(); unattended != nil {
		return unattended.InstallerImage()
	}

	return configuration.Machine().Install().Image()
}

// pull gets an installer image. A registry that does not answer is asked again; one that does not have it is not.
func (b *boot) pull(reference string, registries installer.Registries) (machine.Image, error) {
	b.node.logf("pulling %q", reference)

	for {
		image, err := installer.Pull(b.ctx, reference, registries)
		if err == nil || errors.Is(err, installer.ErrNotFound) || errors.Is(err, installer.ErrUnknownForm) {
			return image, err
		}

		b.node.logf("retrying error: %v", err)

		if !pause(b.ctx, retryAfter) {
			return image, err
		}
	}
}
