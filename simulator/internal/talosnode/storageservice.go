package talosnode

import (
	"context"

	storageapi "github.com/siderolabs/talos/pkg/machinery/api/storage"
	"google.golang.org/protobuf/types/known/emptypb"

	"cdktf-proxmox-talos/simulator/internal/talosnode/storage"
)

// storageService lists the disks: the call by which a client finds out whether a machine is in maintenance mode.
type storageService struct {
	storageapi.UnimplementedStorageServiceServer
	boot *boot
}

// Disks lists the disks.
func (s *storageService) Disks(context.Context, *emptypb.Empty) (*storageapi.DisksResponse, error) {
	answer := &storageapi.Disks{}

	for _, disk := range storage.Disks(s.boot.node.hardware().Disks) {
		answer.Disks = append(answer.Disks, &storageapi.Disk{
			DeviceName: disk.Path(), Size: uint64(disk.Bytes), Serial: disk.Serial, Type: storageapi.Disk_SSD, SystemDisk: disk.System,
		})
	}

	return &storageapi.DisksResponse{Messages: []*storageapi.Disks{answer}}, nil
}
