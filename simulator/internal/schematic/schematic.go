// Package schematic computes the id that Image Factory gives a schematic.
package schematic

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"github.com/siderolabs/talos/pkg/machinery/imager/imageropts"
	"go.yaml.in/yaml/v4"
)

// Schematic has the fields of Image Factory 1.5 in its order: order and tags decide the canonical text.
type Schematic struct {
	Owner         string        `yaml:"owner,omitempty"`
	Overlay       Overlay       `yaml:"overlay,omitempty"`
	Customization Customization `yaml:"customization"`
}

// Overlay names the support for a single-board computer.
type Overlay struct {
	Image   string         `yaml:"image"`
	Name    string         `yaml:"name"`
	Options map[string]any `yaml:"options,omitempty"`
}

// Customization is what is added to Talos as released.
type Customization struct {
	EmbeddedMachineConfiguration string                    `yaml:"embeddedMachineConfiguration,omitempty"`
	ExtraKernelArgs              []string                  `yaml:"extraKernelArgs,omitempty"`
	Meta                         []MetaValue               `yaml:"meta,omitempty"`
	SystemExtensions             SystemExtensions          `yaml:"systemExtensions,omitempty"`
	Bootloader                   imageropts.BootloaderKind `yaml:"bootloader,omitempty"`
	SecureBoot                   SecureBoot                `yaml:"secureboot,omitempty"`
	DiskImage                    DiskImage                 `yaml:"diskImage,omitempty"`
}

// MetaValue is one key of the META partition.
type MetaValue struct {
	Key   uint8  `yaml:"key"`
	Value string `yaml:"value"`
}

// SystemExtensions lists official extensions; their order is part of the id.
type SystemExtensions struct {
	OfficialExtensions []string `yaml:"officialExtensions,omitempty"`
}

// SecureBoot holds the options of secure boot images.
type SecureBoot struct {
	EnrollKeys                   string `yaml:"enrollKeys,omitempty"`
	IncludeWellKnownCertificates bool   `yaml:"includeWellKnownCertificates,omitempty"`
}

// DiskImage holds the options of disk images.
type DiskImage struct {
	SectorSize uint `yaml:"sectorSize,omitempty"`
}

// Read parses a schematic and refuses fields that Image Factory does not know.
func Read(text []byte) (*Schematic, error) {
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)

	var schematic Schematic
	if err := decoder.Decode(&schematic); errors.Is(err, io.EOF) {
		return nil, errors.New("the schematic is empty")
	} else if err != nil {
		return nil, fmt.Errorf("the schematic is not one that Image Factory takes: %w", err)
	}

	return &schematic, nil
}

// Canonical returns the text that Image Factory hashes.
func (s *Schematic) Canonical() ([]byte, error) {
	return yaml.Marshal(s)
}

// ID returns the lower-case hexadecimal SHA-256 of the canonical text.
func (s *Schematic) ID() (string, error) {
	text, err := s.Canonical()
	if err != nil {
		return "", err
	}

	sum := sha256.Sum256(text)

	return hex.EncodeToString(sum[:]), nil
}
