package proxmox

import (
	"fmt"
	"io"
	"net/http"
	"path"
	"regexp"
	"strings"

	"cdktf-proxmox-talos/simulator/internal/machine"
)

// fileEndings are the names that a type of content accepts.
var fileEndings = map[string]*regexp.Regexp{
	"iso":    regexp.MustCompile(`(?i)\.(iso|img)$`),
	"import": regexp.MustCompile(`\.(ova|qcow2|raw|vmdk)$`),
	"vztmpl": regexp.MustCompile(`\.tar\.(gz|xz|zst|bz2)$`),
}

var fileName = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_.+@=-]*$`)

// newFile checks storage, type of content and name of a file that is to be made.
func (r *request) newFile(name string) (*store, *volume, error) {
	content := r.value("content")
	if err := r.need("/storage/"+r.PathValue("storage"), "Datastore.AllocateTemplate"); err != nil {
		return nil, nil, err
	}

	target, err := r.storage()

	switch {
	case err != nil:
		return nil, nil, err
	case fileEndings[content] == nil:
		return nil, nil, refuseParameter("content", "value '%s' does not have a value in the enumeration 'iso, vztmpl, import'", content)
	case !storageTypes[target.kind].files:
		return nil, nil, refuse("can't upload to storage type '%s'", target.kind)
	case !target.holds(content):
		return nil, nil, refuse("storage '%s' is not configured for content-type '%s'", target.id, content)
	case !fileName.MatchString(name) || !fileEndings[content].MatchString(name):
		return nil, nil, refuseParameter("filename", "invalid filename or wrong extension '%s' for content-type '%s'", name, content)
	}

	return target, &volume{name: content + "/" + name, content: content, format: strings.TrimPrefix(path.Ext(name), ".")}, nil
}

// addFile puts a file on a storage, where none of this name may be.
func (s *store) addFile(file *volume, content []byte) error {
	if s.volumes[file.name] != nil {
		return fmt.Errorf("refusing to override existing file '%s'", path.Base(file.name))
	}

	if image, err := machine.DecodeImage(content); err == nil {
		file.image = &image
	}

	file.bytes = int64(len(content))

	return s.add(file)
}

// upload takes a file from the body. It is called without the lock, as the body can be slow.
func upload(r *request) (any, error) {
	reader, err := r.MultipartReader()
	if err != nil {
		return nil, refuseWith(http.StatusBadRequest, "the body cannot be read: %v", err)
	}

	var name string

	var content []byte

	for {
		part, err := reader.NextPart()
		if err == io.EOF {
			break
		}

		if err != nil {
			return nil, refuseWith(http.StatusBadRequest, "the body cannot be read: %v", err)
		}

		read, err := readLimited(part)
		if err != nil {
			return nil, refuseWith(http.StatusBadRequest, "the body cannot be read: %v", err)
		}

		if part.FormName() == "filename" {
			name, content = part.FileName(), read
		} else {
			r.values.Add(part.FormName(), string(read))
		}
	}

	if err := r.onlyParameters("!content"); err != nil {
		return nil, err
	}

	r.server.mu.Lock()
	defer r.server.mu.Unlock()

	target, file, err := r.newFile(name)
	if err != nil {
		return nil, err
	}

	return r.start(r.PathValue("node"), "imgcopy", "", r.server.locked(func(*task) error {
		// unlike a download, an upload replaces a file
		delete(target.volumes, file.name)

		return target.addFile(file, content)
	}), nil), nil
}
