package local

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
)

// sums are the attributes that name a content.
func sums(content []byte) map[string]string {
	of1, of256, of512, ofMD5 := sha1.Sum(content), sha256.Sum256(content), sha512.Sum512(content), md5.Sum(content)

	return map[string]string{
		"id":                   hex.EncodeToString(of1[:]),
		"content_md5":          hex.EncodeToString(ofMD5[:]),
		"content_sha1":         hex.EncodeToString(of1[:]),
		"content_sha256":       hex.EncodeToString(of256[:]),
		"content_sha512":       hex.EncodeToString(of512[:]),
		"content_base64sha256": base64.StdEncoding.EncodeToString(of256[:]),
		"content_base64sha512": base64.StdEncoding.EncodeToString(of512[:]),
	}
}

// write makes the file, and the folders that are missing. Modes count for what is new, less the umask.
func write(name string, content []byte, fileMode, folderMode fs.FileMode) error {
	folder := filepath.Dir(name)

	if _, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) {
		if err := os.MkdirAll(folder, folderMode); err != nil {
			return err
		}
	}

	return os.WriteFile(name, content, fileMode)
}

// mode reads a permission such as 0600.
func mode(text string) (fs.FileMode, bool) {
	bits, err := strconv.ParseUint(text, 8, 32)

	return fs.FileMode(bits), err == nil && bits <= 0o777 && (len(text) == 3 || len(text) == 4)
}
