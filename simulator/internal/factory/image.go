package factory

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/klauspost/compress/zstd"
	"github.com/siderolabs/talos/pkg/machinery/constants"
	"github.com/siderolabs/talos/pkg/machinery/platforms"

	"cdktf-proxmox-talos/simulator/internal/machine"
	"cdktf-proxmox-talos/simulator/internal/schematic"
)

func (s *service) getImage(w http.ResponseWriter, request *http.Request) error {
	id, name := request.PathValue("id"), request.PathValue("name")

	found, _, err := s.register.find(id)
	if err != nil {
		return err
	}

	asset, err := parseAsset(name)
	if err != nil {
		return err
	}

	release, err := s.catalogue.find(request.PathValue("version"))
	if err != nil {
		return err
	}

	built, err := build(found, release)
	if err != nil {
		return err
	}

	built.SchematicID, built.Platform, built.Architecture = id, asset.platform, asset.architecture
	if built.SecureBoot = asset.secureBoot; built.SecureBoot {
		if err := checkSigned(found); err != nil {
			return err
		}
	}

	content, err := asset.compress(built.Encode())
	if err != nil {
		return err
	}

	w.Header().Set("Content-Length", strconv.Itoa(len(content)))
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", name))

	if request.Method == http.MethodHead {
		return nil
	}

	_, err = w.Write(content)

	return err
}

// build returns what is on every image of a schematic and a version.
func build(of *schematic.Schematic, release *release) (machine.Image, error) {
	extensions, err := release.builtIn(of.Customization.SystemExtensions.OfficialExtensions)
	if err != nil {
		return machine.Image{}, err
	}

	overlay, err := release.overlay(of.Overlay.Name)
	if err != nil {
		return machine.Image{}, err
	}

	if err := checkCustomization(of); err != nil {
		return machine.Image{}, err
	}

	return machine.Image{
		Version: release.version, Extensions: extensions, KernelArgs: slices.Clone(of.Customization.ExtraKernelArgs),
		Overlay: overlay, Meta: metaOf(of), EmbeddedConfiguration: of.Customization.EmbeddedMachineConfiguration,
	}, nil
}

// metaOf returns the first values of the META partition, of which the last one for a key counts.
func metaOf(of *schematic.Schematic) map[uint8]string {
	if len(of.Customization.Meta) == 0 {
		return nil
	}

	values := map[uint8]string{}
	for _, value := range of.Customization.Meta {
		values[value.Key] = value.Value
	}

	return values
}

// checkCustomization refuses what would change how a simulated machine behaves.
func checkCustomization(of *schematic.Schematic) error {
	customization := of.Customization

	switch {
	case slices.ContainsFunc(customization.ExtraKernelArgs, makesAnother):
		return notSimulated("the image of a schematic with the kernel argument talos.platform= or talos.experimental.wipe=")
	case slices.ContainsFunc(customization.ExtraKernelArgs, isUnknownNetwork):
		return notSimulated("the image of a schematic with a kernel argument ip= of another form than ip=<address>::<gateway>:<netmask>::<card>:off")
	default:
		return nil
	}
}

// checkSigned refuses a boot loader that starts no signed image.
func checkSigned(of *schematic.Schematic) error {
	if loader := of.Customization.Bootloader.String(); loader == "grub" || loader == "dual-boot" {
		return invalidProfile(fmt.Sprintf("bootloader %s is not supported with secure boot", loader))
	}

	return nil
}

// makesAnother says whether a kernel argument makes the image one of another platform, or has it wipe its disk at each boot.
func makesAnother(kernelArgument string) bool {
	name, _, _ := strings.Cut(kernelArgument, "=")

	return name == constants.KernelParamPlatform || name == constants.KernelParamWipe
}

// isUnknownNetwork says whether a kernel argument gives a machine a network that a simulated one would not have.
func isUnknownNetwork(kernelArgument string) bool {
	_, isOne, err := machine.ParseIPArgument(kernelArgument)

	return isOne && err != nil
}

// asset is a disk image or an ISO, as its file name says.
type asset struct {
	platform     string
	architecture string
	// secureBoot is a signed image.
	secureBoot bool
	// compression is the last suffix, or empty.
	compression string
}

func parseAsset(name string) (asset, error) {
	for _, prefix := range []string{"kernel-", "initramfs-", "cmdline-", "installer-"} {
		if strings.HasPrefix(name, prefix) {
			return asset{}, notSimulated(name)
		}
	}

	for _, suffix := range []string{"-uki.efi", ".vhd", ".vhd.gz", ".vhd.xz", ".ova", ".tar.gz", ".sha256", ".sha512"} {
		if strings.HasSuffix(name, suffix) {
			return asset{}, notSimulated(name)
		}
	}

	stem, compression := cutSuffix(name, ".gz", ".xz", ".zst")

	stem, format := cutSuffix(stem, ".raw", ".qcow2", ".iso")
	if format == "" || (format == ".iso" && compression != "") {
		return asset{}, invalidProfile(fmt.Sprintf("invalid profile path: %q", name))
	}

	if compression == ".xz" {
		return asset{}, notSimulated(name + ": compression with xz; ask for .gz, .zst or no compression")
	}

	stem, secureBoot := strings.CutSuffix(stem, "-secureboot")

	platform, architecture, valid := cutLast(stem, "-")
	if !valid {
		return asset{}, invalidProfile(fmt.Sprintf("invalid platform-arch: %q", stem))
	}

	if architecture != platforms.ArchAmd64 && architecture != platforms.ArchArm64 {
		return asset{}, invalidProfile(fmt.Sprintf("invalid architecture: %q", architecture))
	}

	if !isPlatform(platform) {
		return asset{}, invalidProfile(fmt.Sprintf("unknown platform: %q", platform))
	}

	return asset{platform: platform, architecture: architecture, secureBoot: secureBoot, compression: compression}, nil
}

func isPlatform(name string) bool {
	return slices.ContainsFunc(append(platforms.CloudPlatforms(), platforms.MetalPlatform()), func(platform platforms.Platform) bool {
		return platform.Name == name
	})
}

func (a asset) compress(content []byte) ([]byte, error) {
	switch a.compression {
	case ".gz":
		var compressed bytes.Buffer

		writer := gzip.NewWriter(&compressed)
		if _, err := writer.Write(content); err != nil {
			return nil, fmt.Errorf("compressing the image: %w", err)
		}

		if err := writer.Close(); err != nil {
			return nil, fmt.Errorf("compressing the image: %w", err)
		}

		return compressed.Bytes(), nil
	case ".zst":
		encoder, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
		if err != nil {
			return nil, fmt.Errorf("compressing the image: %w", err)
		}

		return encoder.EncodeAll(content, nil), nil
	default:
		return content, nil
	}
}

func cutSuffix(text string, suffixes ...string) (before, suffix string) {
	for _, suffix := range suffixes {
		if before, found := strings.CutSuffix(text, suffix); found {
			return before, suffix
		}
	}

	return text, ""
}

func cutLast(text, separator string) (before, after string, found bool) {
	index := strings.LastIndex(text, separator)
	if index < 0 {
		return text, "", false
	}

	return text[:index], text[index+len(separator):], true
}

func invalidProfile(cause string) error {
	return refused{http.StatusBadRequest, "error parsing profile from path: " + cause}
}

func notSimulated(what string) error {
	return refused{http.StatusNotImplemented, what + " is no part of the simulated Image Factory"}
}
