package talosnode

import (
	"context"

	storageapi "github.com/siderolabs/talos/pkg/machinery/api/storage"
	"google.golang.org/protobuf/types/known/emptypb"

	"cdktf-proxmox-talos/simulator/internal/talosnode/resources"
)

// storageService lists the disks: the call by which a client finds out whether a machine is in maintenance mode.
type storageService struct {
	storageapi.UnimplementedStorageServiceServer
	boot *boot
}

// Disks lists the disks.
func (s *storageService) Disks(context.Context, *emptypb.Empty) (*storageapi.DisksResponse, error) {
	hardware := s.boot.node.hardware()
	answer := &storageapi.Disks{}

	for index, name := range resources.DeviceNames(hardware.Disks) {
		answer.Disks = append(answer.Disks, &storageapi.Disk{
			DeviceName: "/dev/" + name, Size: uint64(hardware.Disks[index].Bytes), Serial: hardware.Disks[index].Serial,
			Type: storageapi.Disk_SSD, SystemDisk: hardware.Disks[index].System,
		})
	}

	return &storageapi.DisksResponse{Messages: []*storageapi.Disks{answer}}, nil
}
